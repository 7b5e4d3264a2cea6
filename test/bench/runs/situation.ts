import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'

/** What a run is measured on: every request is allocated in full, by so many legs. */
export interface Situation {
  readonly requests: number
  readonly customers: number
  readonly legs: 1 | 3
  /** The first gateway account has a cap for rolling 24 hours, which is never reached. */
  readonly capped: boolean
}

/** Issue 4: 100 and 1000 requests of 20, 200 and all-different customers. */
export const SITUATIONS: readonly Situation[] = [100, 1000].flatMap((requests) =>
  [20, 200, requests]
    .filter((customers, i, all) => customers <= requests && all.indexOf(customers) === i)
    .flatMap((customers) =>
      ([1, 3] as const).flatMap((legs) =>
        [false, true].map((capped) => ({ requests, customers, legs, capped })),
      ),
    ),
)

const AMOUNT_MINOR = 30_00n
const CAP_MINOR = 1_000_000_00n

/** An organization in this situation; its requests, oldest first. A leg is what an account takes at once. */
export async function furnish(
  table: OrganizationTable,
  { requests, customers, legs, capped }: Situation,
): Promise<PayoutRequest[]> {
  const most = { currency: 'EUR', amountMinor: AMOUNT_MINOR / BigInt(legs) }
  const accounts = Array.from({ length: legs }, (_, i) =>
    account(`gw_${i + 1}`, {
      payoutLimits: {
        maxPerTransaction: [most],
        minPerTransaction: [],
        maxPerPeriod: capped && i === 0 ? [{ currency: 'EUR', amountMinor: CAP_MINOR, since: 1 }] : [],
      },
    }),
  )
  await openAccounts(table, ...accounts)
  const cards = Array.from({ length: customers }, (_, i) => card(`cus_${i}`, `inst_${i}`))
  await giveInstruments(table, ...cards)
  return approvedRequests(table, requests, (i) => ({
    customerId: `cus_${i % customers}`,
    amountMinor: AMOUNT_MINOR,
  }))
}

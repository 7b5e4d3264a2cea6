import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'

/** What a caller knows of a payout request; `age` 0 is the oldest. */
export interface Wanted {
  readonly id: string
  readonly age: number
  readonly currency: 'EUR' | 'USD'
  readonly customerId: string
  readonly amountMinor: bigint
}

export interface World {
  readonly table: OrganizationTable
  /** Oldest first. */
  readonly requests: readonly Wanted[]
  readonly byId: ReadonlyMap<string, Wanted>
}

const FEWEST_REQUESTS = 5
const MOST_REQUESTS = 40

export async function newWorld(table: OrganizationTable, random: () => number): Promise<World> {
  const count = FEWEST_REQUESTS + Math.floor(random() * (MOST_REQUESTS - FEWEST_REQUESTS + 1))
  const asks = Array.from({ length: count }, (_, age) => ({
    customerId: `cus_${Math.floor(random() * 3)}`,
    currency: random() < 0.7 ? ('EUR' as const) : ('USD' as const),
    amountMinor: BigInt(100 + age),
  }))
  const made = await approvedRequests(table, count, (i) => asks[i] ?? {})
  const requests = asks.map((ask, age) => ({ ...ask, age, id: made[age]?.id ?? '' }))
  return { table, requests, byId: new Map(requests.map((one) => [one.id, one])) }
}

/** A filter as it is sent, and what it means. */
export interface Filter {
  readonly text: string
  readonly matches: (request: Wanted) => boolean
}

export const FILTERS: readonly Filter[] = [
  { text: 'status:approved', matches: () => true },
  { text: 'currency:EUR', matches: ({ currency }) => currency === 'EUR' },
  {
    text: 'customerId:cus_1;currency:USD',
    matches: ({ customerId, currency }) => customerId === 'cus_1' && currency === 'USD',
  },
  { text: 'amount:1.10..', matches: ({ amountMinor }) => amountMinor >= 110n },
]

/** What a batch of these comes to, as the API says it. */
export function totalsAsShown(requests: readonly Wanted[]) {
  const sums = new Map<string, bigint>()
  for (const { currency, amountMinor } of requests)
    sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor)
  return {
    totalCount: requests.length,
    customerCount: new Set(requests.map(({ customerId }) => customerId)).size,
    totalAmountByCurrency: [...sums]
      .map(([currency, minor]) => ({ currency, amount: Number(minor) / 100 }))
      .toSorted((a, b) => (a.currency < b.currency ? -1 : 1)),
  }
}

export const idsOf = (requests: readonly Wanted[]): string => requests.map(({ id }) => id).join()

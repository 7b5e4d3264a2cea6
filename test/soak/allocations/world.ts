import type { PayoutInstruction, PayoutLimits } from '../../../shared/domain/gateway-account.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'
import { oneOf } from '../game/choosing.ts'
import { askFor, views } from './asking.ts'
import { amountOf, CURRENCIES, type Currency } from './money.ts'

/** What callers know from the beginning. */
export interface World {
  readonly table: OrganizationTable
  readonly requests: readonly Wanted[]
  /** By id. */
  readonly batches: ReadonlyMap<string, readonly string[]>
  /** Instruments and accounts of one method. */
  readonly pairs: readonly {
    readonly customerId: string
    readonly instrument: string
    readonly gateway: string
  }[]
  readonly gateways: readonly string[]
}

export interface Wanted {
  readonly id: string
  readonly customerId: string
  readonly currency: Currency
  readonly amountMinor: bigint
}

export const INSTRUCTIONS: readonly PayoutInstruction[] = [
  'all',
  'covered-payout',
  'covered-payout',
  'approved-payment',
]

type Random = () => number

const MOSTLY_EUR = 0.85
const MOSTLY_CARDS = 0.85

const between = (least: number, most: number, random: Random): number =>
  least + Math.floor(random() * (most - least + 1))

const list = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))

/** A few customers with many wishes, so that callers and runs are in each other's way. */
export async function newWorld(table: OrganizationTable, random: Random): Promise<World> {
  const customers = list(between(1, 3, random), (i) => `cus_${i}`)
  const gateways = list(between(1, 3, random), (i) => newAccount(`gw_${i}`, random))
  const instruments = customers.flatMap((customerId) =>
    list(between(1, 2, random), (i) => newInstrument(customerId, i, random)),
  )
  await openAccounts(table, ...gateways)
  await giveInstruments(table, ...instruments)
  const requests = await newRequests(table, customers, random)
  const batches = await newBatches(requests, random)
  const pairs = instruments.flatMap(({ id: instrument, customerId, method }) =>
    gateways
      .filter((one) => one.method === method)
      .map(({ id: gateway }) => ({ customerId, instrument, gateway })),
  )
  const world = { table, requests, batches, pairs, gateways: gateways.map(({ id }) => id) }
  for (let i = between(2, 10, random); i > 0; i--) await askFor(newPayment(world, random), null)
  return world
}

const newAccount = (id: string, random: Random) =>
  account(id, {
    method: random() < MOSTLY_CARDS ? 'payment-card' : 'paypal',
    acceptedCurrencies: [...CURRENCIES],
    readyToPayoutInstruction: oneOf(INSTRUCTIONS, random) ?? 'all',
    payoutLimits: random() < 0.6 ? newLimits(random) : null,
  })

function newLimits(random: Random): PayoutLimits {
  const some = (least: number, most: number) => {
    const amountMinor = BigInt(between(least, most, random))
    return random() < 0.5 ? [] : CURRENCIES.map((currency) => ({ currency, amountMinor, since: 1 }))
  }
  return {
    maxPerTransaction: some(300, 900),
    minPerTransaction: some(50, 200),
    maxPerPeriod: some(500, 4_000),
  }
}

const newInstrument = (customerId: string, i: number, random: Random) =>
  card(customerId, `inst_${customerId}_${i}`, random() < MOSTLY_CARDS ? {} : { method: 'paypal', card: null })

async function newRequests(table: OrganizationTable, customers: readonly string[], random: Random) {
  const asks = list(between(4, 14, random), () => ({
    customerId: oneOf(customers, random) ?? '',
    currency: random() < MOSTLY_EUR ? ('EUR' as const) : ('JPY' as const),
    amountMinor: BigInt(between(1, 1_500, random)),
  }))
  const made = await approvedRequests(table, asks.length, (i) => asks[i] ?? {})
  return asks.map((wanted, i) => ({ ...wanted, id: made[i]?.id ?? '' }))
}

/** Most requests are in one of a few batches. */
async function newBatches(requests: readonly Wanted[], random: Random) {
  const count = between(1, 3, random)
  const groups = Map.groupBy(requests, () => between(0, count, random))
  const batches = new Map<string, readonly string[]>()
  for (let i = 0; i < count; i++) {
    const payoutRequestIds = (groups.get(i) ?? []).map(({ id }) => id)
    if (payoutRequestIds.length === 0) continue
    const { body } = await views.newBatch({ body: { payoutRequestIds } })
    batches.set(body.id, payoutRequestIds)
  }
  return batches
}

/** Money in, mostly: what a pair covers. */
export function newPayment(
  { pairs }: Pick<World, 'pairs'>,
  random: Random,
): { readonly does: 'record'; readonly id: string; readonly body: object } {
  const pair = oneOf(pairs, random)
  const currency = random() < MOSTLY_EUR ? 'EUR' : 'JPY'
  const type = oneOf(['sale', 'sale', 'sale', 'capture', 'refund', 'credit'], random) ?? 'sale'
  const id = `txn_${Math.floor(random() * 1e9)}`
  const body = {
    id,
    type,
    result: random() < 0.9 ? 'approved' : 'declined',
    amount: amountOf(BigInt(between(100, type === 'refund' ? 400 : 1_200, random)), currency),
    currency,
    customerId: pair?.customerId,
    paymentInstrumentId: pair?.instrument,
    gatewayAccountId: pair?.gateway,
    ...(type === 'refund' && { parentTransactionId: 'txn_any' }),
  }
  return { does: 'record', id, body }
}

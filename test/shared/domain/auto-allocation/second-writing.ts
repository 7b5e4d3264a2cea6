import type { Decision, DecisionInput } from '../../../../shared/domain/auto-allocation/decision.ts'
import { balance, boundsOf, least, type Pair, sum, within } from './second-book.ts'
import { placeOn } from './second-placing.ts'

/**
 * Rules §4.1 to §4.4 written a second time, from the text alone and built differently: pairs are struck off a list
 * reason by reason, tokens claim what they find, the order comes from stable sorts of the least key first, and amounts
 * (second-placing.ts, second-sharing.ts) from sums over a book of legs. It says in sentences what `tell` says of a decision.
 */
export function tellAgain(input: DecisionInput): string[] {
  const { request } = input
  const nothing = (outcome: string) => [`${outcome}, ${request.unallocatedMinor} left`]
  if (request.status === 'canceled') return nothing('not-allocated canceled')
  if (request.status === 'split') return nothing('not-allocated split')
  if (['pending', 'ready', 'merged'].includes(request.status)) return nothing('not-allocated not-approved')
  if (request.unallocatedMinor === 0n) return nothing('already-allocated')
  if (request.blocked) return nothing('not-allocated blocked')
  if (request.allocationCount >= 1023) return nothing('not-allocated allocation-limit')
  if (input.customer.instruments.length === 0) return nothing('not-allocated no-instrument')
  return place(input)
}

/** What could be placed at most where no minimum binds (rules §4.3, promised). */
export function mostPossible(input: DecisionInput): bigint {
  const byAccount = Map.groupBy(pairsOf(input), ({ gateway }) => gateway)
  const carried = [...byAccount].map(([gateway, pairs]) =>
    within(
      sum(pairs.map((pair) => least(...boundsOf(pair, input)))),
      input.periodLeft.get(gateway.id) ?? input.request.unallocatedMinor,
    ),
  )
  return least(input.request.unallocatedMinor, sum(carried))
}

/** A decision in sentences: the outcome, then the pairs in the order of the walk, then the refused ones. */
export const tell = (decision: Decision): string[] => [
  `${[decision.outcome, decision.reason].filter(Boolean).join(' ')}, ${decision.unallocatedMinor} left`,
  ...decision.candidates.map(
    (pair) =>
      `${pair.paymentInstrumentId} by ${pair.gatewayAccountId}: ${pair.reason ?? `${pair.tookMinor} ${pair.limitedBy}`}${pair.movedMinor === 0n ? '' : ` ${pair.movedMinor} moved`}`,
  ),
]

function place(input: DecisionInput): string[] {
  const { request, order } = input
  const struck = new Map<Pair, string>()
  let left = pairsOf(input)
  const strike = (reason: string, unfit: (pair: Pair) => boolean) => {
    for (const pair of left.filter(unfit)) struck.set(pair, reason)
    left = left.filter((pair) => !struck.has(pair))
  }
  strike('instrument-inactive', ({ instrument }) => instrument.status !== 'active')
  strike('card-not-payoutable', ({ instrument }) => instrument.card !== null && !instrument.card.isPayoutable)
  strike('gateway-inactive', ({ gateway }) => gateway.status !== 'active')
  strike('gateway-down', ({ gateway }) => gateway.isDown)
  strike('gateway-pays-nothing', ({ gateway }) => gateway.readyToPayoutInstruction === 'none')
  strike('method-mismatch', ({ gateway, instrument }) => gateway.method !== instrument.method)
  strike('card-scheme-not-accepted', ({ gateway, instrument }) =>
    Boolean(
      instrument.card &&
        gateway.paymentCardSchemes.length &&
        !gateway.paymentCardSchemes.includes(instrument.card.brand),
    ),
  )
  strike('currency-not-accepted', ({ gateway }) => !gateway.acceptedCurrencies.includes(request.currency))
  strike('declined-before', (pair) => count(input, pair, 'declined') > 0 || count(input, pair, 'failed') > 2)

  const groups = order.map((token) => {
    const group = left.filter((pair) => isOf(token, pair, input))
    left = left.filter((pair) => !group.includes(pair))
    return sorted(group, input)
  })
  for (const pair of left) struck.set(pair, 'not-in-order')
  const refused = [...struck.keys()].toSorted((a, b) => codes(name(a), name(b)))
  const { leftMinor, sentences } = placeOn(groups, input)
  return [
    `${outcomeOf(request.unallocatedMinor, leftMinor)}, ${leftMinor} left`,
    ...groups.flat().map((pair) => `${name(pair)}: ${sentences.get(pair)}`),
    ...refused.map((pair) => `${name(pair)}: ${struck.get(pair)}`),
  ]
}

const outcomeOf = (openMinor: bigint, leftMinor: bigint): string => {
  if (leftMinor === 0n) return 'allocated'
  return leftMinor < openMinor ? 'partially-allocated' : 'not-allocated no-capacity'
}

export const pairsOf = ({ customer, gateways }: DecisionInput): Pair[] =>
  gateways.flatMap((gateway) =>
    customer.instruments.map((instrument) => ({
      instrument,
      gateway,
      history: customer.exposures.find(
        (row) => row.gatewayAccountId === gateway.id && row.paymentInstrumentId === instrument.id,
      ),
    })),
  )

const count = ({ allocations }: DecisionInput, { instrument, gateway }: Pair, status: string): number =>
  allocations.filter(
    (past) =>
      past.status === status &&
      past.paymentInstrumentId === instrument.id &&
      past.gatewayAccountId === gateway.id,
  ).length

function isOf(token: string, { instrument }: Pair, { request, order }: DecisionInput): boolean {
  const isCard = instrument.method === 'payment-card'
  if (token === 'selected-payment-instrument') return request.paymentInstrumentId === instrument.id
  if (token === 'alternative-payment-methods')
    return !isCard && order.every((other) => other !== instrument.method)
  return token === 'payment-card' ? isCard : token === instrument.method
}

function sorted(group: readonly Pair[], { request, policy }: DecisionInput): Pair[] {
  const bySize = (a: Pair, b: Pair) => Number(balance(b) > balance(a)) - Number(balance(b) < balance(a))
  const newest = (a: Pair, b: Pair) =>
    codes(b.history?.lastPaymentTime ?? '', a.history?.lastPaymentTime ?? '')
  const oldest = (a: Pair, b: Pair) =>
    codes(a.history?.firstPaymentTime ?? '9999', b.history?.firstPaymentTime ?? '9999')
  const isWanted = ({ instrument }: Pair) => instrument.id === request.paymentInstrumentId
  const first = {
    'largest-exposure': bySize,
    'newest-payment': newest,
    'oldest-payment': oldest,
    proportional: bySize,
  }
  return group
    .toSorted((a, b) => codes(a.gateway.id, b.gateway.id))
    .toSorted((a, b) => codes(a.instrument.id, b.instrument.id))
    .toSorted(newest)
    .toSorted((a, b) => (isWanted(a) ? 0 : 1) - (isWanted(b) ? 0 : 1))
    .toSorted(bySize)
    .toSorted(first[policy])
}

const name = ({ instrument, gateway }: Pair): string => `${instrument.id} by ${gateway.id}`

const codes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))

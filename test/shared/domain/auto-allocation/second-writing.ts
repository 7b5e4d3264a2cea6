import type { Decision, DecisionInput } from '../../../../shared/domain/auto-allocation/decision.ts'
import type { PairExposure, PaymentInstrument } from '../../../../shared/domain/customer.ts'
import type { PayoutGateway } from '../../../../shared/domain/gateway-account.ts'

/**
 * Rules §4.1 to §4.3 written a second time, from the text alone and built differently: pairs are struck off a list
 * reason by reason, tokens claim what they find, the order comes from stable sorts of the least key first, and an amount
 * from sums over the pairs before it. It says in sentences what `tell` says of a decision.
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

/** What could be placed at most where nothing but amounts decides: what is open, or all that the pairs can carry. */
export function mostPossible(input: DecisionInput): bigint {
  const { unallocatedMinor: open } = input.request
  const carried = pairsOf(input)
    .filter(({ gateway }) => gateway.readyToPayoutInstruction !== 'none')
    .map((pair) => limits(pair, input).reduce((least, [limit]) => (limit < least ? limit : least), open))
    .reduce((sum, amount) => sum + amount, 0n)
  return carried < open ? carried : open
}

/** A decision in sentences: the outcome, then the pairs in the order of the walk, then the refused ones. */
export const tell = (decision: Decision): string[] => [
  `${[decision.outcome, decision.reason].filter(Boolean).join(' ')}, ${decision.unallocatedMinor} left`,
  ...decision.candidates.map(
    (pair) =>
      `${pair.paymentInstrumentId} by ${pair.gatewayAccountId}: ${pair.reason ?? `${pair.tookMinor} ${pair.limitedBy}`}`,
  ),
]

interface Pair {
  readonly instrument: PaymentInstrument
  readonly gateway: PayoutGateway
  readonly history: PairExposure | undefined
}

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

  const walk = order.flatMap((token) => {
    const group = left.filter((pair) => isOf(token, pair, input))
    left = left.filter((pair) => !group.includes(pair))
    return sorted(group, input)
  })
  for (const pair of left) struck.set(pair, 'not-in-order')
  const refused = [...struck.keys()].toSorted((a, b) => codes(name(a), name(b)))
  return [...pour(walk, input), ...refused.map((pair) => `${name(pair)}: ${struck.get(pair)}`)]
}

const pairsOf = ({ customer, gateways }: DecisionInput): Pair[] =>
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

/** Each pair takes what the ones before it leave missing, as far as it can: only sums, no running remainder. */
function pour(walk: readonly Pair[], input: DecisionInput): string[] {
  const { unallocatedMinor: open, allocationCount } = input.request
  const caps = walk.map((pair) =>
    limits(pair, input).reduce((least, [cap]) => (cap < least ? cap : least), ENDLESS),
  )
  const legsAllowed = Math.min(20, 1023 - allocationCount)
  const lastAllowed = caps.flatMap((cap, at) => (cap > 0n ? [at] : []))[legsAllowed - 1] ?? walk.length
  const before = (at: number) =>
    caps.slice(0, Math.min(at, lastAllowed + 1)).reduce((sum, cap) => sum + cap, 0n)
  const placed = before(walk.length) < open ? before(walk.length) : open
  const sentences = walk.map((pair, at) => {
    const missing = open - before(at)
    const cap = caps[at] ?? 0n
    if (cap === 0n) return limits(pair, input).find(([limit]) => limit === 0n)?.[1]
    if (missing <= 0n) return 'not-needed'
    if (at > lastAllowed) return 'leg-limit'
    return cap < missing
      ? `${cap} ${limits(pair, input).find(([limit]) => limit === cap)?.[1]}`
      : `${missing} amount`
  })
  const outcome =
    placed === open ? 'allocated' : placed > 0n ? 'partially-allocated' : 'not-allocated no-capacity'
  return [`${outcome}, ${open - placed} left`, ...walk.map((pair, at) => `${name(pair)}: ${sentences[at]}`)]
}

const ENDLESS = 10n ** 40n

/** Every limit of the pair and its name, or why it is zero. */
function limits(pair: Pair, { customer }: DecisionInput): (readonly [bigint, string])[] {
  const { readyToPayoutInstruction, payoutLimits, id } = pair.gateway
  const maximum = payoutLimits?.maxPerTransaction.find((limit) => limit.currency === customer.currency)
  const found: (readonly [bigint, string])[] = maximum ? [[maximum.amountMinor, 'transaction-maximum']] : []
  const everPaid = customer.exposures.some((row) => row.gatewayAccountId === id && row.payments >= 1)
  if (readyToPayoutInstruction === 'approved-payment' && !everPaid) return [[0n, 'no-approved-payment']]
  if (readyToPayoutInstruction !== 'covered-payout') return found
  if (balance(pair) > 0n) return [[balance(pair), 'exposure'], ...found]
  return [[0n, pair.history && pair.history.payments > 0 ? 'exposure-used-up' : 'no-covering-payment']]
}

const balance = ({ history }: Pair): bigint =>
  history ? history.salesMinor - history.payoutsMinor - history.openMinor : 0n

const name = ({ instrument, gateway }: Pair): string => `${instrument.id} by ${gateway.id}`

const codes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))

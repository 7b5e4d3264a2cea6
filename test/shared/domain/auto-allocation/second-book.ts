import type { DecisionInput } from '../../../../shared/domain/auto-allocation/decision.ts'
import type { PairExposure, PaymentInstrument } from '../../../../shared/domain/customer.ts'
import type { PayoutGateway } from '../../../../shared/domain/gateway-account.ts'

export interface Pair {
  readonly instrument: PaymentInstrument
  readonly gateway: PayoutGateway
  readonly history: PairExposure | undefined
}

/** The second writing's amounts. Legs are lines of a book, and whatever is asked is summed up from all of its lines. */
export interface Book {
  readonly input: DecisionInput
  readonly legs: Map<Pair, bigint>
  readonly sentences: Map<Pair, string>
  /** Pairs passed over for their minimum, and the most they could have had then. */
  readonly passed: Map<Pair, bigint>
}

export function visit(book: Book, pair: Pair): void {
  const limits = limitsOf(pair, book)
  const amount = least(missing(book), ...limits.map(([most]) => most))
  const zero = limits.find(([most]) => most <= 0n)
  if (zero) book.sentences.set(pair, zero[2])
  else if (missing(book) === 0n) book.sentences.set(pair, 'not-needed')
  else if (amount < minimum(pair, book)) {
    book.sentences.set(pair, 'below-minimum')
    book.passed.set(pair, least(...limits.map(([most]) => most)))
  } else if (book.legs.size === legsAllowed(book)) book.sentences.set(pair, 'leg-limit')
  else {
    const binding = amount === missing(book) ? undefined : limits.find(([most]) => most === amount)
    book.sentences.set(pair, `${amount} ${binding?.[1] ?? 'amount'}`)
    book.legs.set(pair, amount)
  }
}

export const missing = ({ input, legs }: Book): bigint =>
  input.request.unallocatedMinor - sum([...legs.values()])

export const legsAllowed = ({ input }: Book): number => Math.min(20, 1023 - input.request.allocationCount)

export const minimum = ({ gateway }: Pair, { input }: Book): bigint =>
  gateway.payoutLimits?.minPerTransaction.find(({ currency }) => currency === input.customer.currency)
    ?.amountMinor ?? 1n

/** What the window of the pair's account leaves after all legs through it. */
export const windowOf = ({ gateway }: Pair, { input, legs }: Book): bigint =>
  (input.periodLeft.get(gateway.id) ?? ENDLESS) -
  sum([...legs].map(([pair, amount]) => (pair.gateway.id === gateway.id ? amount : 0n)))

type Limit = readonly [most: bigint, name: string, whyZero: string]

/** Every limit of the pair, in the order in which they are named. */
export function limitsOf(pair: Pair, book: Book): Limit[] {
  const [capacity, maximum] = boundsOf(pair, book.input)
  const paid = (pair.history?.payments ?? 0) > 0
  const whyNoCover = paid ? 'exposure-used-up' : 'no-covering-payment'
  const isCovered = pair.gateway.readyToPayoutInstruction === 'covered-payout'
  return [
    [capacity, 'exposure', isCovered ? whyNoCover : 'no-approved-payment'],
    [maximum, 'transaction-maximum', ''],
    [windowOf(pair, book), 'period-maximum', 'period-maximum-used-up'],
  ]
}

/** Capacity and per-transaction maximum. */
export function boundsOf(pair: Pair, { customer }: DecisionInput): [bigint, bigint] {
  const { readyToPayoutInstruction, payoutLimits, id } = pair.gateway
  const maximum = payoutLimits?.maxPerTransaction.find((limit) => limit.currency === customer.currency)
  const everPaid = customer.exposures.some((row) => row.gatewayAccountId === id && row.payments >= 1)
  const capacity = {
    all: ENDLESS,
    'approved-payment': everPaid ? ENDLESS : 0n,
    'covered-payout': within(balance(pair), ENDLESS),
    none: 0n,
  }[readyToPayoutInstruction]
  return [capacity, maximum?.amountMinor ?? ENDLESS]
}

export const balance = ({ history }: Pair): bigint =>
  history ? history.salesMinor - history.payoutsMinor - history.openMinor : 0n

export const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n)

/** The least of those that are given. */
export const least = (...amounts: readonly (bigint | undefined)[]): bigint =>
  amounts.reduce<bigint>(
    (least, amount) => (amount !== undefined && amount < least ? amount : least),
    ENDLESS,
  )

/** At least nothing, at most that much. */
export const within = (amount: bigint, most: bigint): bigint => {
  const smaller = least(amount, most)
  return smaller < 0n ? 0n : smaller
}

const ENDLESS = 10n ** 40n

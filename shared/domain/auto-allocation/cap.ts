import type { Currency } from '../currency.ts'
import type { CustomerProfile, PairExposure } from '../customer.ts'
import { limitFor, type PayoutInstruction } from '../gateway-account.ts'
import type { Minor } from '../money.ts'
import type { Pair } from './candidates.ts'
import type { CandidateTrace, LegLimit, PairReason, PeriodLeft } from './decision.ts'

/** What bounds one leg on a pair, part by part; null is no bound. */
export interface Cap extends CapParts {
  /** Why nothing can be placed on the pair, if so. */
  readonly usedUp: PairReason | null
}

export type CapParts = Pick<
  CandidateTrace,
  'capacityMinor' | 'transactionMaximumMinor' | 'transactionMinimumMinor' | 'periodLeftMinor'
>

export interface CapContext {
  readonly currency: Currency
  /** Gateway accounts through which the customer has an approved, undisputed payment, by any instrument. */
  readonly accountsPaidThrough: ReadonlySet<string>
}

export const capContext = ({ currency, exposures }: CustomerProfile): CapContext => ({
  currency,
  accountsPaidThrough: new Set(exposures.filter(hasPayment).map((pair) => pair.gatewayAccountId)),
})

export function capOf(
  pair: Pair,
  periodLeft: PeriodLeft,
  { currency, accountsPaidThrough }: CapContext,
): Cap {
  const { gateway } = pair
  const { capacityMinor, usedUp } = CAPACITIES[gateway.readyToPayoutInstruction](pair, accountsPaidThrough)
  const periodLeftMinor = periodLeft.get(gateway.id) ?? null
  return {
    capacityMinor,
    transactionMaximumMinor: limitFor(gateway.payoutLimits?.maxPerTransaction, currency),
    transactionMinimumMinor: limitFor(gateway.payoutLimits?.minPerTransaction, currency),
    periodLeftMinor,
    usedUp: usedUp ?? (periodLeftMinor !== null && periodLeftMinor <= 0n ? 'period-maximum-used-up' : null),
  }
}

/** The least that a leg on the pair may have. */
export const minimumOf = ({ transactionMinimumMinor }: Pick<CapParts, 'transactionMinimumMinor'>): Minor =>
  transactionMinimumMinor ?? 1n

/** What bounds a leg, the first of equals: the amount that is needed, or a part of the cap. */
export function boundOf(cap: CapParts, neededMinor: Minor): Bound {
  const parts: readonly (readonly [LegLimit, Minor | null])[] = [
    ['exposure', cap.capacityMinor],
    ['transaction-maximum', cap.transactionMaximumMinor],
    ['period-maximum', cap.periodLeftMinor],
  ]
  let least: Bound = { limit: 'amount', amountMinor: neededMinor }
  for (const [limit, amountMinor] of parts)
    if (amountMinor !== null && amountMinor < least.amountMinor) least = { limit, amountMinor }
  return least
}

export interface Bound {
  readonly limit: LegLimit
  readonly amountMinor: Minor
}

type Capacity = Pick<Cap, 'capacityMinor' | 'usedUp'>

/** Rules §4.2(2). */
const CAPACITIES: Readonly<
  Record<PayoutInstruction, (pair: Pair, accountsPaidThrough: ReadonlySet<string>) => Capacity>
> = {
  all: () => UNLIMITED,
  'approved-payment': ({ gateway }, accountsPaidThrough) =>
    accountsPaidThrough.has(gateway.id) ? UNLIMITED : nothing('no-approved-payment'),
  'covered-payout': ({ exposure }) => coveredBy(exposure),
  none: () => nothing('gateway-pays-nothing'),
}

const coveredBy = (exposure: PairExposure): Capacity =>
  exposure.headroomMinor > 0n
    ? { capacityMinor: exposure.headroomMinor, usedUp: null }
    : nothing(hasPayment(exposure) ? 'exposure-used-up' : 'no-covering-payment')

const UNLIMITED: Capacity = { capacityMinor: null, usedUp: null }

const nothing = (usedUp: PairReason): Capacity => ({ capacityMinor: 0n, usedUp })

const hasPayment = (exposure: PairExposure): boolean => exposure.payments > 0

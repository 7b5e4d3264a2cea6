import type { Currency } from '../currency.ts'
import type { PairExposure } from '../customer.ts'
import { limitFor, type PayoutInstruction } from '../gateway-account.ts'
import type { Minor } from '../money.ts'
import type { Pair } from './candidates.ts'
import type { CandidateTrace, DecisionInput, LegLimit, PairReason, PeriodLeft } from './decision.ts'

/** What bounds one leg on a pair, part by part; null is unlimited. */
export interface Cap extends CapParts {
  /** Why nothing can be placed on the pair, if so. */
  readonly usedUp: PairReason | null
}

type CapParts = Pick<CandidateTrace, 'capacityMinor' | 'transactionMaximumMinor' | 'periodLeftMinor'>

export interface CapContext {
  readonly currency: Currency
  /** Gateway accounts through which the customer has an approved, undisputed payment, by any instrument. */
  readonly accountsPaidThrough: ReadonlySet<string>
  readonly periodLeft: PeriodLeft
}

export const capContext = ({
  customer: { currency, exposures },
  periodLeft,
}: Pick<DecisionInput, 'customer' | 'periodLeft'>): CapContext => ({
  currency,
  accountsPaidThrough: new Set(exposures.filter(hasPayment).map((pair) => pair.gatewayAccountId)),
  periodLeft,
})

export const capOf = (pair: Pair, { currency, accountsPaidThrough, periodLeft }: CapContext): Cap => ({
  ...CAPACITIES[pair.gateway.readyToPayoutInstruction](pair, accountsPaidThrough),
  transactionMaximumMinor: limitFor(pair.gateway.payoutLimits?.maxPerTransaction, currency),
  periodLeftMinor: periodLeft.get(pair.gateway.id) ?? null,
})

/** The part that bounds the leg, the first of equals; undefined when nothing does. */
export function tightest(cap: CapParts): Bound | undefined {
  const parts: readonly (readonly [LegLimit, Minor | null])[] = [
    ['exposure', cap.capacityMinor],
    ['transaction-maximum', cap.transactionMaximumMinor],
    ['period-maximum', cap.periodLeftMinor],
  ]
  let least: Bound | undefined
  for (const [limit, amountMinor] of parts)
    if (amountMinor !== null && (least === undefined || amountMinor < least.amountMinor))
      least = { limit, amountMinor }
  return least
}

interface Bound {
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

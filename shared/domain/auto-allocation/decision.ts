import type { AllocationStatus } from '../allocation.ts'
import type { CustomerProfile } from '../customer.ts'
import type { PayoutGateway } from '../gateway-account.ts'
import type { Minor } from '../money.ts'
import type { PayoutRequest } from '../payout-request.ts'

/** Everything a decision depends on. Same input, same decision, byte for byte (design §7). */
export interface DecisionInput {
  readonly request: PayoutRequest
  /** Every allocation the request already has, whatever became of it. */
  readonly allocations: readonly PastAllocation[]
  readonly customer: CustomerProfile
  readonly gateways: readonly PayoutGateway[]
  readonly order: AllocationOrder
  readonly policy: AllocationPolicy
  readonly periodLeft: PeriodLeft
}

/**
 * What automatic allocations may still take through each gateway account in the request's currency, by account id
 * (rules §4.5); nothing where it is zero or, since a cap was lowered, less. All pairs of an account share it. An account
 * that is not named has no cap on what it pays in a period.
 */
export type PeriodLeft = ReadonlyMap<string, Minor>

export interface PastAllocation {
  readonly paymentInstrumentId: string
  readonly gatewayAccountId: string
  readonly status: AllocationStatus
}

/** `payment-card`, `alternative-payment-methods`, `selected-payment-instrument` or a payment method's name. */
export type AllocationOrder = readonly string[]

export const ALLOCATION_POLICIES = [
  'largest-exposure',
  'oldest-payment',
  'newest-payment',
  'proportional',
] as const

export type AllocationPolicy = (typeof ALLOCATION_POLICIES)[number]

/** Api-reference §10.3: the published example, used when neither the batch nor the organization has an order. */
export const DEFAULT_ALLOCATION_ORDER: AllocationOrder = [
  'payment-card',
  'alternative-payment-methods',
  'selected-payment-instrument',
]

/** A request's legs are committed in one transaction; this bounds what one request takes of its 100 actions (design §7). */
export const LEGS_PER_REQUEST_LIMIT = 20

export interface Decision {
  readonly outcome: MemberOutcome
  /** Why nothing was placed; null unless the outcome is `not-allocated`. */
  readonly reason: RequestReason | null
  readonly legs: readonly Leg[]
  /** What stays unallocated: Σ legs + this = what was open before. */
  readonly unallocatedMinor: Minor
  /** Every candidate pair, in the order of the walk; the ones that were refused follow, in code-unit order. */
  readonly candidates: readonly CandidateTrace[]
}

/** Rules §3. `fault` is given by the run, never by the decision. */
export const MEMBER_OUTCOMES = [
  'allocated',
  'already-allocated',
  'partially-allocated',
  'not-allocated',
  'fault',
] as const

export type MemberOutcome = (typeof MEMBER_OUTCOMES)[number]

/** Rules §4.2: the reasons that concern the whole request. */
export const REQUEST_REASONS = [
  'not-approved',
  'blocked',
  'canceled',
  'split',
  'removed-from-batch',
  'no-instrument',
  'no-capacity',
  'plan-drifted',
  'not-in-plan',
  'allocation-limit',
  'run-failed',
] as const

export type RequestReason = (typeof REQUEST_REASONS)[number]

export interface Leg {
  readonly paymentInstrumentId: string
  readonly gatewayAccountId: string
  readonly amountMinor: Minor
  readonly limitedBy: LegLimit
  /** The pair's exposure just before this leg. */
  readonly exposureMinor: Minor
  /** True when this leg may only be kept while the pair's headroom still covers it (`covered-payout`). */
  readonly needsHeadroom: boolean
}

export const LEG_LIMITS = ['amount', 'exposure', 'transaction-maximum', 'period-maximum', 'repair'] as const

export type LegLimit = (typeof LEG_LIMITS)[number]

/** Why a pair took nothing (rules §4.2 and §4.3). */
export const PAIR_REASONS = [
  'instrument-inactive',
  'card-not-payoutable',
  'gateway-inactive',
  'gateway-down',
  'gateway-pays-nothing',
  'method-mismatch',
  'card-scheme-not-accepted',
  'currency-not-accepted',
  'declined-before',
  'not-in-order',
  'no-approved-payment',
  'no-covering-payment',
  'exposure-used-up',
  'period-maximum-used-up',
  'not-needed',
  'below-minimum',
  'leg-limit',
] as const

export type PairReason = (typeof PAIR_REASONS)[number]

export interface CandidateTrace {
  readonly paymentInstrumentId: string
  readonly gatewayAccountId: string
  /** The token of the order that covers the pair; null when a test before that failed. */
  readonly token: string | null
  readonly exposureMinor: Minor
  readonly openMinor: Minor
  /** The parts of the cap; null is unlimited. The period's is what its window left when the walk came to this pair. */
  readonly capacityMinor: Minor | null
  readonly transactionMaximumMinor: Minor | null
  readonly periodLeftMinor: Minor | null
  /** The least that a leg on the pair may have; null is no minimum. */
  readonly transactionMinimumMinor: Minor | null
  /** What was missing when the walk, or under `proportional` the sharing, came to this pair, and what it took. */
  readonly neededMinor: Minor
  readonly tookMinor: Minor
  /** What a repair moved to this pair (rules §4.3); below zero, from it. Part of what it took. */
  readonly movedMinor: Minor
  readonly limitedBy: LegLimit | null
  /** Null exactly when it took something. A pair that a test refused was not walked: its amounts but the first two are zero or null. */
  readonly reason: PairReason | null
}

import type { AllocationStatus } from './allocation.ts'
import type { Currency } from './currency.ts'
import type { Minor } from './money.ts'
import { Refusal } from './refusal.ts'
import type { TimelineType } from './timeline.ts'

/**
 * The status machine of a payout request (rules §2): from → to → whether the edge is open while the request is blocked.
 * Types, DynamoDB conditions, the diagram and the tests derive from this literal.
 */
export const PAYOUT_REQUEST_EDGES = {
  pending: { ready: 'unblocked', canceled: 'unblocked', split: 'unblocked' },
  ready: { pending: 'always', approved: 'unblocked', canceled: 'unblocked', split: 'unblocked' },
  approved: { ready: 'unblocked', 'in-progress': 'unblocked', canceled: 'unblocked', split: 'unblocked' },
  'in-progress': { approved: 'unblocked', canceled: 'unblocked', fulfilled: 'always' },
  fulfilled: {},
  canceled: {},
  split: {},
  merged: {},
} as const satisfies Record<string, Readonly<Record<string, 'always' | 'unblocked'>>>

export type PayoutRequestStatus = keyof typeof PAYOUT_REQUEST_EDGES

export const PAYOUT_REQUEST_STATUSES = Object.keys(PAYOUT_REQUEST_EDGES) as PayoutRequestStatus[]

/** The statuses in which money can be set aside for a request. */
export const ALLOCATABLE_STATUSES = ['approved', 'in-progress'] as const

/** The targets that PATCH may name (api-reference §3.5). */
export const SETTABLE_STATUSES = ['pending', 'ready', 'approved', 'canceled'] as const

export const BLOCK_REASONS = [
  'fraud-suspected',
  'kyc-verification-required',
  'aml-review',
  'account-verification',
  'duplicate-request',
  'insufficient-documentation',
  'risk-review',
  'other',
] as const

export const SPLIT_REASONS = [
  'payment-instrument-limit',
  'processor-limit',
  'risk-review',
  'compliance-review',
  'partial-processing',
  'operational-reconciliation',
  'other',
] as const

export const CANCELERS = ['merchant', 'customer', 'system'] as const

export type BlockReason = (typeof BLOCK_REASONS)[number]
export type SplitReason = (typeof SPLIT_REASONS)[number]
export type Canceler = (typeof CANCELERS)[number]

export interface PayoutRequest {
  readonly id: string
  readonly websiteId: string
  readonly customerId: string
  readonly currency: Currency
  readonly amountMinor: Minor
  /** amount − Σ allocations not canceled, failed or declined; the published availableAmount. */
  readonly unallocatedMinor: Minor
  readonly paidMinor: Minor
  readonly status: PayoutRequestStatus
  readonly blocked: boolean
  readonly blockReason: BlockReason | null
  readonly splitReason: SplitReason | null
  readonly splitFromPayoutRequestId: string | null
  /** The instrument the customer asked for, if any. */
  readonly paymentInstrumentId: string | null
  readonly description: string | null
  readonly selectedPaymentInstrumentRedirectUrl: string | null
  /** Since when it has been waiting to become ready by itself; null in every other status. Not shown. */
  readonly pendingSince: string | null
  readonly cancellation: { readonly canceledBy: Canceler; readonly description: string | null } | null
  /** How many allocations were ever made: the next one's number is one more. */
  readonly allocationCount: number
  /** Counts only while its batch is committed and the chunk is one of the committed ones (design §6). */
  readonly claim: Claim | null
  readonly lastChange: Change
  readonly version: number
  readonly createdTime: string
  readonly updatedTime: string
}

export interface Claim {
  readonly batch: string
  readonly chunk: number
}

/** Who did what: written with every version, told to the timeline by the announcements. */
export interface Change {
  readonly by: string
  readonly actions: readonly ChangeAction[]
  readonly at: string
}

export interface ChangeAction {
  readonly type: TimelineType
  readonly message: string
}

/** Refuses with `from`, `to` and `allowed`, or because the request is blocked. */
export function demandTransition(
  request: Pick<PayoutRequest, 'status' | 'blocked'>,
  to: PayoutRequestStatus,
): void {
  const edges: Readonly<Record<string, 'always' | 'unblocked'>> = PAYOUT_REQUEST_EDGES[request.status]
  const edge = edges[to]
  if (edge === undefined)
    throw new Refusal('transition-not-allowed', {
      detail: `A payout request that is ${request.status} cannot become ${to}.`,
      members: { from: request.status, to, allowed: Object.keys(edges) },
    })
  if (edge === 'unblocked' && request.blocked)
    throw new Refusal('blocked', {
      detail: `The payout request is blocked: it cannot become ${to} until it is unblocked.`,
    })
}

export const isFinal = (status: PayoutRequestStatus): boolean =>
  Object.keys(PAYOUT_REQUEST_EDGES[status]).length === 0

/** The statuses in which a request can be blocked and unblocked. */
export const BLOCKABLE_STATUSES = PAYOUT_REQUEST_STATUSES.filter((status) => !isFinal(status))

/** Allocations in these statuses have given their amount back to the request. */
export const GIVEN_BACK_STATUSES: readonly AllocationStatus[] = ['canceled', 'declined', 'failed']

import type { Currency } from './currency.ts'
import type { PayoutInstruction } from './gateway-account.ts'
import type { Minor } from './money.ts'
import type { Change } from './payout-request.ts'

/** The status machine of an allocation (rules §5): from → the statuses it may become. */
export const ALLOCATION_EDGES = {
  pending: ['queued', 'processing', 'canceled'],
  queued: ['processing', 'pending'],
  processing: ['completed', 'declined', 'failed', 'waiting-completion'],
  'waiting-completion': ['completed', 'declined', 'failed'],
  completed: [],
  failed: [],
  canceled: [],
  declined: [],
} as const satisfies Record<string, readonly string[]>

export type AllocationStatus = keyof typeof ALLOCATION_EDGES

export const ALLOCATION_STATUSES = Object.keys(ALLOCATION_EDGES) as AllocationStatus[]

/** Allocations in these statuses count as open: set aside, neither paid nor given back (rules §4.1). */
export const OPEN_STATUSES: readonly AllocationStatus[] = [
  'pending',
  'queued',
  'processing',
  'waiting-completion',
]

/** Design §4: an allocation's number has two base-32 characters, 1..1023. */
export const ALLOCATIONS_PER_REQUEST_LIMIT = 1023

export const TRANSACTION_RESULTS = ['approved', 'declined', 'canceled', 'abandoned', 'unknown'] as const

export const TRANSACTION_STATUSES = [
  'completed',
  'conn-error',
  'disputed',
  'never-sent',
  'offsite',
  'partially-refunded',
  'pending',
  'refunded',
  'sending',
  'timeout',
  'voided',
  'waiting-approval',
  'waiting-capture',
  'waiting-gateway',
  'waiting-refund',
] as const

export type TransactionResult = (typeof TRANSACTION_RESULTS)[number]
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number]

/** An amount of one payout request set aside for one instrument, to be paid through one gateway account. */
export interface Allocation {
  readonly id: string
  readonly payoutRequestId: string
  readonly number: number
  readonly customerId: string
  readonly paymentInstrumentId: string
  readonly paymentMethod: string
  readonly gatewayAccountId: string
  readonly gatewayName: string
  readonly gatewayPayoutInstruction: PayoutInstruction
  readonly currency: Currency
  readonly amountMinor: Minor
  /** The pair's exposure just before this allocation was created; kept, not recomputed (rules §4.1). */
  readonly exposureMinor: Minor
  /**
   * Names the cap whose rolling window it counts in, with the hour of `createdTime` (rules §4.5): the version of the
   * account that set it. Null where there is none, and for what a person allocates. Not shown.
   */
  readonly capSince: number | null
  readonly status: AllocationStatus
  /** The run that made it; null when it was asked for by itself. */
  readonly runId: string | null
  readonly transactionId: string | null
  readonly transactionResult: TransactionResult | null
  readonly transactionStatus: TransactionStatus | null
  readonly lastChange: Change
  readonly version: number
  readonly createdTime: string
  readonly updatedTime: string
}

/** When it was paid; nothing changes an allocation after its completion. */
export const completedTimeOf = ({ status, updatedTime }: Allocation): string | null =>
  status === 'completed' ? updatedTime : null

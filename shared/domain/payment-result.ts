import type { Allocation } from './allocation.ts'

/** `error`: it is certain that nothing was paid and nothing will be. `unknown` is neither failed nor paid again. */
export type PaymentResult = 'approved' | 'declined' | 'error' | 'pending' | 'unknown'

export interface GatewayAnswer {
  readonly result: PaymentResult
  readonly gatewayTransactionId: string | null
  /** The gateway's own words, or ours for why there are none. */
  readonly response: GatewayResponse | null
}

export interface GatewayResponse {
  readonly code: string
  readonly message: string
}

export type PaymentState = Readonly<Pick<Allocation, 'status' | 'transactionStatus' | 'transactionResult'>>

/** Rules §5: what the gateway's answer makes of an allocation that is being paid. */
export const STATE_AFTER = {
  approved: { status: 'completed', transactionStatus: 'completed', transactionResult: 'approved' },
  declined: { status: 'declined', transactionStatus: 'completed', transactionResult: 'declined' },
  error: { status: 'failed', transactionStatus: 'never-sent', transactionResult: 'abandoned' },
  pending: {
    status: 'waiting-completion',
    transactionStatus: 'waiting-gateway',
    transactionResult: 'unknown',
  },
  unknown: { status: 'processing', transactionStatus: 'timeout', transactionResult: 'unknown' },
} as const satisfies Record<PaymentResult, PaymentState>

/** `conflicts`: money was paid that the allocation's status denies, or the reverse (rules §5, `conflicting-result`). */
export type Verdict =
  | { readonly kind: 'becomes'; readonly state: PaymentState }
  | { readonly kind: 'adds-nothing' }
  | { readonly kind: 'conflicts' }

/** Answers come twice and out of order: what says no more than is known already adds nothing. */
export function judge(allocation: PaymentState, result: PaymentResult): Verdict {
  const state = STATE_AFTER[result]
  switch (allocation.status) {
    case 'processing':
      return isSame(allocation, state) ? { kind: 'adds-nothing' } : { kind: 'becomes', state }
    case 'waiting-completion':
      return isFinal(result) ? { kind: 'becomes', state } : { kind: 'adds-nothing' }
    case 'completed':
      return { kind: isFinal(result) && result !== 'approved' ? 'conflicts' : 'adds-nothing' }
    // Declined, failed and canceled all mean that nothing was paid: which of them a late answer says changes nothing.
    case 'declined':
    case 'failed':
    case 'canceled':
    case 'pending':
    case 'queued':
      return { kind: result === 'approved' ? 'conflicts' : 'adds-nothing' }
  }
}

const isFinal = (result: PaymentResult): boolean => result !== 'pending' && result !== 'unknown'

const isSame = (one: PaymentState, other: PaymentState): boolean =>
  one.status === other.status &&
  one.transactionStatus === other.transactionStatus &&
  one.transactionResult === other.transactionResult

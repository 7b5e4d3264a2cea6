import type { ChangeAction, PayoutRequestStatus, SETTABLE_STATUSES } from './payout-request.ts'

/** What the timeline says of changes that people make. */

/** A status that a person gave it. */
export function movingAction(
  from: PayoutRequestStatus,
  to: (typeof SETTABLE_STATUSES)[number],
  description?: string | null,
): ChangeAction {
  if (to === 'pending') return { type: 'payout-request-returned-to-pending', message: 'Returned to pending' }
  if (to === 'ready' && from === 'approved')
    return { type: 'payout-request-approval-undone', message: 'Approval undone' }
  if (to === 'canceled') return { type: 'payout-request-canceled', message: description || 'Canceled' }
  if (to === 'ready') return { type: 'payout-request-ready', message: 'Ready for review' }
  return { type: 'payout-request-approved', message: 'Approved' }
}

export const modified = (message: string): ChangeAction => ({ type: 'payout-request-modified', message })

export const UNBLOCKED: ChangeAction = { type: 'payout-request-unblocked', message: 'Unblocked' }

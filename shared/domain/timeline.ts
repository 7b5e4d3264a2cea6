/** What a payout request's timeline tells of: the published types (api-reference §7.4), and after them ours. */
export const TIMELINE_TYPES = [
  'timeline-comment-created',
  'payout-request-created',
  'payout-request-ready',
  'payout-request-returned-to-pending',
  'payout-request-approved',
  'payout-request-approval-undone',
  'payout-request-allocated',
  'payout-request-processing-started',
  'payout-request-fulfilled',
  'payout-request-canceled',
  'payout-request-reversed',
  'payout-request-blocked',
  'payout-request-unblocked',
  'payout-request-split',
  'payout-request-modified',
] as const

export type TimelineType = (typeof TIMELINE_TYPES)[number]

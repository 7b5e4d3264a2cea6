import { Refusal } from './refusal.ts'

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
  'payout-request-processing-stopped',
] as const

export type TimelineType = (typeof TIMELINE_TYPES)[number]

/** Something that happened to a payout request, or that somebody says about it. */
export interface TimelineMessage {
  readonly id: string
  readonly type: TimelineType
  readonly message: string
  /** Whose doing it was. */
  readonly by: string
  readonly occurredTime: string
  /** The payout requests that it names. */
  readonly payoutRequestIds: readonly string[]
}

/** What the desk does by itself. */
export const SYSTEM_USER = 'usr_system'

/** Rules §5: only own comments; what happened has happened. */
export function demandDeletable({ type, by }: TimelineMessage, userId: string): void {
  if (type === 'timeline-comment-created' && by === userId) return
  throw new Refusal('not-deletable', { detail: 'Only comments of your own can be deleted.' })
}

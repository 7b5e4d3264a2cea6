import { TIMELINE_FIELDS } from '../../../shared/contracts/timeline.ts'
import type { OperationNotes } from '../notes.ts'

export const TIMELINE_NOTES = {
  GetPayoutRequestTimelineCollection: {
    summary: 'List what happened to a payout request',
    description:
      'Who did what and when, and what was said about it, the newest first unless asked otherwise. What has just been done may take a moment to be told. `q` finds a part of the message, whatever its case.',
    refuses: ['invalid-query', 'invalid-filter'],
    collection: { fields: TIMELINE_FIELDS, search: true },
  },
  PostPayoutRequestTimeline: {
    summary: 'Comment on a payout request',
    description: 'The comment stands in the timeline at once.',
  },
  GetPayoutRequestTimelineMessage: {
    summary: 'Get a message of a timeline',
    description: 'Never behind a write.',
  },
  DeletePayoutRequestTimelineMessage: {
    summary: 'Take back a comment',
    description: 'A comment of one’s own, nothing else: what happened has happened.',
    refuses: ['not-deletable', 'changed-meanwhile'],
  },
} as const satisfies Readonly<Record<string, OperationNotes>>

import type { OperationNotes } from '../notes.ts'

export const ATTENTION_NOTES = {
  GetAttention: {
    summary: 'Show what somebody should look at',
    description:
      'How much rests longer than the organization’s targets, is blocked, was left unallocated by a run, or whose payment is in doubt, and which webhooks are paused: by kind and reason, with the amounts by currency and the age of the oldest. A kind of which there is nothing is there with zero. A conflicting result is there until somebody unblocks its payout request or comments on it in the timeline.',
    unversioned: true,
  },
} as const satisfies Readonly<Record<string, OperationNotes>>

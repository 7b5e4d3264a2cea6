import type { OperationNotes } from '../notes.ts'

export const MEMBER_NOTES = {
  PostPayoutRequestsToBatch: {
    summary: 'Add payout requests to a batch',
    description:
      'Named by id: all of them or none. Found by a filter: the oldest that match, are in no batch and still fit.',
    refuses: [
      'invalid-filter',
      'filter-empty',
      'nothing-matches',
      'narrow-the-filter',
      'already-in-batch',
      'batch-creation-in-progress',
      'batch-is-changing',
      'batch-full',
      'changed-meanwhile',
    ],
  },
  PostRemovePayoutRequestsFromBatch: {
    summary: 'Remove payout requests from a batch',
    description: 'Whatever their status and allocations: all of the named, or none.',
    refuses: ['batch-is-changing', 'batch-is-processing', 'not-in-batch', 'changed-meanwhile'],
  },
  PostPayoutRequestBatchApprove: {
    summary: 'Approve the members of a batch',
    description:
      'Every member that is ready, each by itself: 200 whatever became of each, which the link `outcomes` tells.',
    refusesMembers: ['transition-not-allowed', 'not-blockable', 'blocked'],
  },
  PostPayoutRequestBatchBlock: {
    summary: 'Block the members of a batch',
    description:
      'Every member whose status is not final, each by itself: 200 whatever became of each, which the link `outcomes` tells.',
    refusesMembers: ['transition-not-allowed', 'not-blockable', 'blocked'],
  },
  PostPayoutRequestBatchUnblock: {
    summary: 'Unblock the members of a batch',
    description:
      'Every blocked member that is not finished; the others and the membership stay as they are. Who asks meanwhile for another change waits, or is told to.',
    refuses: ['batch-is-changing', 'changed-meanwhile'],
  },
  PostPayoutRequestBatchCancelAllocations: {
    summary: 'Cancel what is pending in a batch',
    description:
      'Of every member, or of one run if it is named, each member by itself: 200 whatever became of each, which the link `outcomes` tells.',
    refusesMembers: ['blocked'],
  },
  PostPayoutRequestBatchProcess: {
    summary: 'Queue what is pending in a batch for payment',
    description:
      'Of every member, or of one run if it is named, each member by itself: 200 whatever became of each, which the link `outcomes` tells.',
    refusesMembers: ['blocked', 'gateway-cannot-pay'],
  },
} as const satisfies Readonly<Record<string, OperationNotes>>

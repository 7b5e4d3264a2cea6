import { BATCH_FIELDS } from '../../../shared/contracts/collections.ts'
import { RUN_FIELDS } from '../../../shared/contracts/run.ts'
import type { OperationNotes } from '../notes.ts'
import { MEMBER_NOTES } from './members.ts'
import { OUTCOME_NOTES } from './outcomes.ts'

export const BATCH_NOTES = {
  GetPayoutRequestBatchCollection: {
    summary: 'List batches',
    description:
      'Without their members. `q` finds a part of the description or of the id, whatever its case.',
    refuses: ['invalid-query', 'invalid-filter', 'narrow-the-filter'],
    collection: { fields: BATCH_FIELDS, search: true },
  },
  PostPayoutRequestBatch: {
    summary: 'Create a batch',
    description:
      'Puts up to 1000 payout requests into one new batch: all of them or none, whoever crashes. They are named by id, or found by a filter: then the oldest 1000 that match and are in no batch. A filter never means "all"; what it says of `batchId` is ignored. A retry with the same Idempotency-Key goes on with the batch that its first try began.',
    refuses: [
      'invalid-filter',
      'filter-empty',
      'nothing-matches',
      'narrow-the-filter',
      'already-in-batch',
      'batch-creation-in-progress',
      'request-in-progress',
    ],
  },
  GetPayoutRequestBatchPreview: {
    summary: 'Preview a batch',
    description:
      'How many payout requests without a batch a filter matches, and what the batch of the oldest 1000 of them would come to. Nothing is 200 with zeros.',
    refuses: ['invalid-query', 'invalid-filter', 'filter-empty', 'narrow-the-filter'],
    parameters: ['selection'],
    unversioned: true,
  },
  GetPayoutRequestBatch: {
    summary: 'Get a batch',
    description:
      'With the ids of its members. While a run is in progress its counts are shown as they stand.',
  },
  PatchPayoutRequestBatch: {
    summary: 'Describe a batch or set its order of allocation',
    description: 'At least one of the two. A run that has begun keeps the order it began with.',
    refuses: ['changed-meanwhile'],
  },
  DeletePayoutRequestBatch: {
    summary: 'Delete a batch',
    description:
      'Frees every member, which keeps its status, blocks and allocations. A deletion that has begun is gone on with.',
    refuses: ['batch-is-processing', 'changed-meanwhile'],
  },
  ...MEMBER_NOTES,
  ...OUTCOME_NOTES,
  GetPayoutRequestBatchRunCollection: {
    summary: 'List the runs of a batch',
    description: 'Newest first; one in progress with its counts as they stand.',
    refuses: ['invalid-query', 'invalid-filter'],
    collection: { fields: RUN_FIELDS },
  },
  PostPayoutRequestBatchAllocationPlan: {
    summary: 'Plan an auto-allocation',
    description:
      'Decides every member as a run would at this moment and sets nothing aside. The plan can be read for 24 hours under the link `outcomes`, and applied by its `planHash`.',
    refuses: ['batch-is-processing', 'changed-meanwhile'],
  },
  PostPayoutRequestBatchAutoAllocate: {
    summary: 'Allocate a batch automatically',
    description:
      'Starts a run over the members, which decides for itself or applies the plan that the body names, and waits for it: 4 seconds, or as the Prefer header says. The run goes on when the answer does not wait for it. A plan is applied to the members for which nothing has changed since; the others are `not-allocated` with the reason `plan-drifted`.',
    refuses: ['batch-is-processing', 'plan-not-usable', 'changed-meanwhile'],
    parameters: ['Prefer'],
    headers: ['Preference-Applied'],
  },
} as const satisfies Readonly<Record<string, OperationNotes>>

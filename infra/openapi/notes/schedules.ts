import { SCHEDULE_RUN_FIELDS } from '../../../shared/contracts/batch-request.ts'
import { SCHEDULE_FIELDS } from '../../../shared/contracts/collections.ts'
import type { OperationNotes } from '../notes.ts'

export const SCHEDULE_NOTES = {
  GetPayoutRequestBatchScheduleCollection: {
    summary: 'List schedules',
    description: 'Never behind a write. Schedules in the settings of the stage are not among them.',
    refuses: ['invalid-query', 'invalid-filter'],
    collection: { fields: SCHEDULE_FIELDS },
  },
  PostPayoutRequestBatchSchedule: {
    summary: 'Have batches made again and again',
    description:
      'Whenever it is time, what the filter then finds is put into a batch, approved if `approve` says so, and allocated: within a minute, once for all times that passed meanwhile, and not while the last run is in progress. A local time that does not exist is due when the clock has jumped over it, one that exists twice the first time. `"approve": true` needs an API key that may approve batches, now and, of the same user, whenever it is time.',
    refuses: ['invalid-filter', 'filter-empty', 'schedule-limit'],
  },
  GetPayoutRequestBatchSchedule: {
    summary: 'Get a schedule',
    description: 'Its version grows when somebody changes it, not when its time comes.',
  },
  PatchPayoutRequestBatchSchedule: {
    summary: 'Change, pause or resume a schedule',
    description:
      'A merge patch (RFC 7396). What it has asked for already goes on as it was asked for. A schedule that approves is changed only by who may approve; anybody may pause it.',
    refuses: ['invalid-filter', 'filter-empty', 'changed-meanwhile'],
  },
  DeletePayoutRequestBatchSchedule: {
    summary: 'Delete a schedule',
    description: 'What it has asked for goes on, and is told of under its id as before.',
    refuses: ['changed-meanwhile'],
  },
  GetPayoutRequestBatchScheduleRunCollection: {
    summary: 'List what came of a schedule',
    description:
      'Newest first, for 13 months; also of a schedule that was deleted, and of one in the settings of the stage, by its name. `nothing-to-do`: the filter found nothing. `skipped`: the last run was in progress.',
    refuses: ['invalid-query', 'invalid-filter'],
    collection: { fields: SCHEDULE_RUN_FIELDS },
  },
  GetPayoutRequestBatchRequest: {
    summary: 'Get what came of an event',
    description:
      'By the `requestId` of the `payout-request-batch-requested` that was put on the bus; for 13 months.',
    unversioned: true,
  },
} as const satisfies Readonly<Record<string, OperationNotes>>

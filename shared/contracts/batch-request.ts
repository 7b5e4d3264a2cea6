import * as z from 'zod'
import {
  BATCH_REQUEST_STATUSES,
  type BatchRequest,
  type RunStandings,
  statusOf,
} from '../domain/batch-request.ts'
import { batchAskShape, representBatchAsk, shownBatchAsk } from './batch-ask.ts'
import { expected, id, links, text, time } from './fields.ts'
import type { FilterFields } from './filter.ts'
import type { FieldValue } from './filter-values.ts'
import type { LinkTo } from './links.ts'

/** Batches that schedules and events asked for: the events, and how it is told what came of them. */

export const REQUEST_ID_LENGTH_LIMIT = 255

/** Names what is asked for, whoever asks again; it also stands in a path. */
export const requestId = text(REQUEST_ID_LENGTH_LIMIT)
  .min(1, 'must not be empty')
  .regex(/^[^\p{C}]+$/u, 'must be printable')

export const isRequestId = (given: string): boolean => requestId.safeParse(given).success

/** The detail of `payout-request-batch-requested` (rules §5). */
export const BatchRequested = z.object({
  organizationId: id,
  requestId,
  userId: id.nullish(),
  ...batchAskShape,
})

/** What the rule of a schedule in the stage's settings says; its time is EventBridge's. */
export const BatchScheduled = z.object({
  organizationId: id,
  schedule: id,
  scheduledTime: z.iso.datetime(expected('a time')),
  userId: id.nullish(),
  ...batchAskShape,
})

const BatchShown = z.object({
  id,
  totalCount: z.int(),
  operationId: id.nullable(),
  runId: id.nullable(),
})

/** Answer of GET …/runs of a schedule and of GET /payout-request-batch-requests/{id}. */
export const BatchRequestRepresentation = z.object({
  scheduleId: id.nullable(),
  scheduledTime: time.nullable(),
  missedTimes: z.int(),
  requestId: z.string().nullable(),
  userId: z.string(),
  status: z.enum(BATCH_REQUEST_STATUSES),
  reason: z.string().nullable(),
  batches: z.array(BatchShown),
  moreMatching: z.boolean(),
  ...shownBatchAsk,
  createdTime: time,
  finishedTime: time.nullable(),
  _links: links,
})

export function representBatchRequest(
  request: BatchRequest,
  standings: RunStandings,
  linkTo: LinkTo,
): z.infer<typeof BatchRequestRepresentation> {
  const { origin, ask } = request
  const made = request.batches.filter(({ step }) => step !== 'creating')
  return {
    scheduleId: 'scheduleId' in origin ? origin.scheduleId : null,
    scheduledTime: 'scheduleId' in origin ? origin.scheduledTime : null,
    missedTimes: request.missedTimes,
    requestId: 'requestId' in origin ? origin.requestId : null,
    userId: request.userId,
    status: statusOf(request, standings),
    reason: request.reason,
    batches: made.map(({ batchId, step: _, ...batch }) => ({ id: batchId, ...batch })),
    moreMatching: request.moreMatching,
    ...representBatchAsk(ask),
    createdTime: request.createdTime,
    finishedTime: request.finishedTime,
    _links: made.map(({ batchId }) => linkTo('batch', `/payout-request-batches/${batchId}`)),
  }
}

/**
 * Of a schedule's runs, newest first. Not their status, which is that of their batches' runs: a list does not read those
 * of what it leaves out.
 */
export const SCHEDULE_RUN_FIELDS = { scheduledTime: 'time' } as const satisfies FilterFields

export const scheduledTimeOf = ({ origin }: BatchRequest): FieldValue =>
  'scheduledTime' in origin ? origin.scheduledTime : null

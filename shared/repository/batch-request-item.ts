import * as z from 'zod'
import {
  AUTHORITIES,
  BATCH_REQUEST_STATES,
  type BatchRequest,
  isOver,
  type Origin,
} from '../domain/batch-request.ts'
import type { Item } from './client.ts'
import { openKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { afterKeptMonths } from './runs/expiry.ts'
import { originName } from './schedule-keys.ts'
import { orNull, withoutNulls } from './stored.ts'

/** How what schedules and events asked for lies in the table. */

export const StoredAsk = z.object({
  filter: z.string(),
  description: orNull(z.string()),
  allocationOrder: orNull(z.array(z.string())),
  autoAllocate: z.boolean(),
  approve: z.boolean(),
  maxBatches: z.int(),
})

const StoredRequest = z.object({
  origin: z.union([
    z.object({ scheduleId: z.string(), scheduledTime: z.string() }),
    z.object({ requestId: z.string() }),
  ]),
  missedTimes: z.int(),
  userId: z.string(),
  authority: z.enum(AUTHORITIES),
  ask: StoredAsk,
  state: z.enum(BATCH_REQUEST_STATES),
  reason: orNull(z.string()),
  batches: z.array(
    z.object({
      batchId: z.string(),
      step: z.enum(['creating', 'created', 'approved', 'ready']),
      totalCount: z.int(),
      operationId: orNull(z.string()),
      runId: orNull(z.string()),
    }),
  ),
  moreMatching: z.boolean(),
  version: z.int(),
  createdTime: z.string(),
  finishedTime: orNull(z.string()),
})

export const batchRequestFrom = (item: Item): BatchRequest => StoredRequest.parse(item)

/** Longer than a worker lives: then another may go on, and is asked to. */
export const WORK_LEASE_SECONDS = 180

export function batchRequestItem(table: OrganizationTable, request: BatchRequest, now: Date): Item {
  // As long as runs and their outcomes; so long a request id makes no second batch.
  const expiry = afterKeptMonths(new Date(request.createdTime))
  return {
    ...withoutNulls(request),
    ask: withoutNulls(request.ask),
    batches: request.batches.map(withoutNulls),
    type: 'batch-request',
    expiresAt: Math.floor(expiry.getTime() / 1000),
    ...(!isOver(request) && {
      leaseUntil: leaseEnd(now),
      ...lookedAfter(table, request.origin, now),
    }),
  }
}

export const lookedAfter = (table: OrganizationTable, origin: Origin, now: Date) =>
  openKey('batch-request', table.organization, originName(origin), leaseEnd(now))

const leaseEnd = (now: Date): string => new Date(now.getTime() + WORK_LEASE_SECONDS * 1000).toISOString()

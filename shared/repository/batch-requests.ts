import * as z from 'zod'
import type { BatchRequest, Origin } from '../domain/batch-request.ts'
import { batchRequestFrom, batchRequestItem, lookedAfter } from './batch-request-item.ts'
import { absent, exists, is, lacks } from './expressions.ts'
import type { Key } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem, queryPages } from './read.ts'
import { batchRequestKey, lastRunKey, scheduleRuns } from './schedule-keys.ts'
import { attemptAll, commit, stale, type Write } from './write.ts'

/** What schedules and events asked for, and what came of it. */

export async function findBatchRequest(
  table: OrganizationTable,
  origin: Origin,
): Promise<BatchRequest | undefined> {
  const item = await getItem(table, batchRequestKey(table.organization, origin))
  return item && batchRequestFrom(item)
}

/** The same for who is to carry it out: until `leaseUntil` whoever has begun may be at work on it. */
export async function findWork(
  table: OrganizationTable,
  origin: Origin,
): Promise<{ readonly request: BatchRequest; readonly leaseUntil: string } | undefined> {
  const item = await getItem(table, batchRequestKey(table.organization, origin))
  return item && { request: batchRequestFrom(item), leaseUntil: LeaseEnd.parse(item.leaseUntil) }
}

const LeaseEnd = z.string().default('')

/** Puts down what is asked for, or answers what was put down before under the same name. */
export async function keepNewBatchRequest(
  table: OrganizationTable,
  request: BatchRequest,
): Promise<BatchRequest> {
  const attempt = await attemptAll(table, [newBatchRequestWrite(table, request)])
  if (attempt.applied) return request
  const [refused] = attempt.refused
  if (!refused?.found) throw stale()
  return batchRequestFrom(refused.found)
}

export const newBatchRequestWrite = (table: OrganizationTable, request: BatchRequest): Write => ({
  key: batchRequestKey(table.organization, request.origin),
  put: batchRequestItem(table, request, new Date(request.createdTime)),
  when: [absent],
})

/** Joins the transaction of what has become of it, if nobody changed it meanwhile. Puts off who looks after it. */
export const batchRequestWrite = (
  table: OrganizationTable,
  before: BatchRequest,
  after: BatchRequest,
  now: Date,
): Write => ({
  key: batchRequestKey(table.organization, before.origin),
  put: batchRequestItem(table, after, now),
  when: [is('version', before.version)],
  otherwise: stale,
})

export const keepBatchRequest = (...change: Parameters<typeof batchRequestWrite>): Promise<unknown> =>
  commit(change[0], [batchRequestWrite(...change)])

/** The run of a schedule that began last; undefined before the first. */
export async function lastRunBegun(
  table: OrganizationTable,
  schedule: string,
): Promise<BatchRequest | undefined> {
  const last = await getItem(table, lastRunKey(table.organization, schedule))
  return last && findBatchRequest(table, LastRun.parse(last))
}

const LastRun = z.object({ scheduleId: z.string(), scheduledTime: z.string() })

/** Begins a run of a schedule, if none has begun since `last`: of two at once, one finds the other. */
export const keepBegun = (
  table: OrganizationTable,
  { before, after, last }: { before: BatchRequest; after: BatchRequest; last: BatchRequest | undefined },
  now: Date,
): Promise<unknown> =>
  commit(table, [
    batchRequestWrite(table, before, after, now),
    ...('scheduleId' in after.origin
      ? [
          {
            key: lastRunKey(table.organization, after.origin.scheduleId),
            put: { ...after.origin, type: 'last-run' },
            when: [last ? is('scheduledTime', scheduledTimeOf(last)) : absent],
            otherwise: stale,
          },
        ]
      : []),
  ])

const scheduledTimeOf = ({ origin }: BatchRequest) =>
  'scheduledTime' in origin ? origin.scheduledTime : null

/** A schedule's runs, newest first, page by page. */
export async function* runsOfSchedule(
  table: OrganizationTable,
  schedule: string,
): AsyncGenerator<BatchRequest[]> {
  const { pk, prefix } = scheduleRuns(table.organization, schedule)
  for await (const page of queryPages(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ScanIndexForward: false,
    ConsistentRead: true,
  }))
    yield page.map(batchRequestFrom)
}

/** What an entry of `open` is about. */
export async function findBatchRequestAt(
  table: OrganizationTable,
  { pk, sk }: Key,
): Promise<{ readonly request: BatchRequest; readonly tries: number } | undefined> {
  const item = await getItem(table, { pk, sk })
  return item && { request: batchRequestFrom(item), tries: Number(item.tries ?? 0) }
}

/** Notes that somebody was asked once more to carry it out. Whoever is at work meanwhile is not disturbed. */
export const putOffBatchRequest = (
  table: OrganizationTable,
  { origin }: BatchRequest,
  tries: number,
  now: Date,
): Promise<unknown> =>
  attemptAll(table, [
    {
      key: batchRequestKey(table.organization, origin),
      update: { set: [['tries', tries], ...Object.entries(lookedAfter(table, origin, now))] },
      when: [exists, lacks('finishedTime')],
    },
  ])

import * as z from 'zod'
import type { BatchRequest } from '../domain/batch-request.ts'
import { isWellFormedId } from '../domain/identifiers.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Due, SCHEDULE_STATUSES, SCHEDULES_LIMIT, type Schedule } from '../domain/schedule.ts'
import { StoredAsk } from './batch-request-item.ts'
import { newBatchRequestWrite } from './batch-requests.ts'
import type { Item } from './client.ts'
import { countedUpTo } from './counting.ts'
import { absent, atLeast, is, lacks } from './expressions.ts'
import { openKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem, queryAll } from './read.ts'
import { scheduleCountKey, scheduleKey, scheduleKeys } from './schedule-keys.ts'
import { orNull, withoutNulls } from './stored.ts'
import { attemptAll, commit, stale, type Write } from './write.ts'

const StoredSchedule = StoredAsk.extend({
  id: z.string(),
  name: z.string(),
  userId: z.string(),
  status: z.enum(SCHEDULE_STATUSES),
  expression: z.string(),
  timeZone: z.string(),
  nextTime: orNull(z.string()),
  version: z.int(),
  createdTime: z.string(),
  updatedTime: z.string(),
})

/** Every schedule of the organization, as they are now: one Query, since there are at most 100. */
export async function schedules(table: OrganizationTable): Promise<Schedule[]> {
  const { pk, prefix } = scheduleKeys(table.organization)
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ConsistentRead: true,
  })
  return items.map((item) => StoredSchedule.parse(item))
}

export async function findSchedule(table: OrganizationTable, id: string): Promise<Schedule | undefined> {
  const item = isWellFormedId(id) ? await getItem(table, scheduleKey(table.organization, id)) : undefined
  return item && StoredSchedule.parse(item)
}

/** Refuses an id that is unknown or another organization's. */
export async function theSchedule(table: OrganizationTable, id: string): Promise<Schedule> {
  const schedule = await findSchedule(table, id)
  if (!schedule) throw noSuchSchedule()
  return schedule
}

export const noSuchSchedule = (): Refusal =>
  new Refusal('not-found', { detail: 'There is no schedule with this id.' })

/** Keeps a new schedule and counts it. */
export const keepNewSchedule = (
  table: OrganizationTable,
  schedule: Schedule,
  alongside: readonly Write[],
): Promise<unknown> =>
  commit(table, [
    {
      key: scheduleKey(table.organization, schedule.id),
      put: scheduleItem(table, schedule),
      when: [absent],
    },
    countedUpTo(
      SCHEDULES_LIMIT,
      { key: scheduleCountKey(table.organization), type: 'schedule-count', counter: 'schedules' },
      () =>
        new Refusal('schedule-limit', {
          detail: `An organization has at most ${SCHEDULES_LIMIT} schedules. Delete one first.`,
        }),
    ),
    ...alongside,
  ])

/** Keeps what was decided on, if nobody changed the schedule meanwhile and its time has not come. */
export const keepScheduleChange = (
  table: OrganizationTable,
  before: Schedule,
  after: Schedule,
  alongside: readonly Write[],
): Promise<unknown> =>
  commit(table, [
    {
      key: scheduleKey(table.organization, before.id),
      put: scheduleItem(table, after),
      when: asRead(before),
      otherwise: stale,
    },
    ...alongside,
  ])

/** What it asked for goes on; what became of that is still told. */
export const deleteSchedule = (
  table: OrganizationTable,
  schedule: Schedule,
  alongside: readonly Write[],
): Promise<unknown> =>
  commit(table, [
    {
      key: scheduleKey(table.organization, schedule.id),
      remove: true,
      when: [is('version', schedule.version)],
      otherwise: stale,
    },
    {
      key: scheduleCountKey(table.organization),
      update: { increase: [['schedules', -1]] },
      when: [atLeast('schedules', 1)],
    },
    ...alongside,
  ])

/**
 * Puts what a schedule asks for at its time, and sets its next, if nobody did and nobody changed it: both or neither, so
 * that no time is lost and none comes twice. What was put for this time before is left as it is.
 */
export async function keepDue(
  table: OrganizationTable,
  schedule: Schedule,
  { nextTime }: Due,
  request: BatchRequest,
): Promise<boolean> {
  const advance: Write = {
    key: scheduleKey(table.organization, schedule.id),
    put: scheduleItem(table, { ...schedule, nextTime }),
    when: asRead(schedule),
  }
  const attempt = await attemptAll(table, [advance, newBatchRequestWrite(table, request)])
  if (attempt.applied) return true
  if (attempt.refused.every(({ index }) => index > 0)) await attemptAll(table, [advance])
  return false
}

const asRead = ({ version, nextTime }: Schedule) => [
  is('version', version),
  nextTime === null ? lacks('nextTime') : is('nextTime', nextTime),
]

const scheduleItem = (table: OrganizationTable, schedule: Schedule): Item => ({
  ...withoutNulls(schedule),
  type: 'schedule',
  ...(schedule.nextTime !== null && openKey('schedule', table.organization, schedule.id, schedule.nextTime)),
})

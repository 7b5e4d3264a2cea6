import type { BatchAsk } from './batch-request.ts'
import { type CronTimes, nextTime, type Timing } from './schedule-expression.ts'

/** Batches that are made again and again, each time of what a filter then finds (rules §5). */
export interface Schedule extends ScheduleAsk {
  readonly id: string
  /** Who created it: batches are made in this name. */
  readonly userId: string
  /** When it is due next; null while it is paused, and when it never is again. */
  readonly nextTime: string | null
  /** Of what people say of it: that its time has come changes nothing they could overwrite. */
  readonly version: number
  readonly createdTime: string
  readonly updatedTime: string
}

export interface ScheduleAsk extends BatchAsk, Pick<Timing, 'expression' | 'timeZone'> {
  readonly name: string
  readonly status: ScheduleStatus
}

export const SCHEDULE_STATUSES = ['active', 'paused'] as const

export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number]

/** Of one organization: they are listed by one Query, and each minute may start them all. */
export const SCHEDULES_LIMIT = 100

export function openSchedule(
  { id, userId }: Pick<Schedule, 'id' | 'userId'>,
  ask: ScheduleAsk,
  at: Date,
  cronTimes: CronTimes,
): Schedule {
  const createdTime = at.toISOString()
  const schedule = { ...ask, id, userId, version: 1, createdTime, updatedTime: createdTime }
  return { ...schedule, nextTime: nextTimeOf(schedule, at, cronTimes) }
}

/** What people say of it anew. A time that is due and that no tick has come to yet is not skipped by saying it again. */
export function changeSchedule(before: Schedule, ask: ScheduleAsk, at: Date, cronTimes: CronTimes): Schedule {
  const after = { ...before, ...ask, version: before.version + 1, updatedTime: at.toISOString() }
  const isSameTiming =
    ask.expression === before.expression && ask.timeZone === before.timeZone && ask.status === before.status
  return isSameTiming ? after : { ...after, nextTime: nextTimeOf(after, at, cronTimes) }
}

/** A time that has come: the one that is made up for, how many came after it, and when the next is. */
export interface Due {
  readonly scheduledTime: string
  /** Times that passed besides, while nobody looked: one run makes up for all. */
  readonly missedTimes: number
  readonly nextTime: string | null
}

/** Beyond it the count says "at least". A week of minutes is 10,080. */
const MISSED_TIMES_LIMIT = 10_080

export function dueAt(schedule: Schedule, now: Date, cronTimes: CronTimes): Due | null {
  const { nextTime: scheduledTime } = schedule
  if (scheduledTime === null || Date.parse(scheduledTime) > now.getTime()) return null
  let missedTimes = 0
  let last = new Date(scheduledTime)
  while (missedTimes < MISSED_TIMES_LIMIT) {
    const next = nextTime(schedule, last, cronTimes)
    if (next === null || next > now) break
    last = next
    missedTimes++
  }
  return { scheduledTime, missedTimes, nextTime: nextTimeOf(schedule, now, cronTimes) }
}

const nextTimeOf = (
  schedule: Timing & Pick<Schedule, 'status'>,
  after: Date,
  cronTimes: CronTimes,
): string | null =>
  schedule.status === 'active' ? (nextTime(schedule, after, cronTimes)?.toISOString() ?? null) : null

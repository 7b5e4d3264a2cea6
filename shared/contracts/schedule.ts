import * as z from 'zod'
import { SCHEDULE_STATUSES, type Schedule, type ScheduleAsk } from '../domain/schedule.ts'
import { isScheduleExpression } from '../domain/schedule-expression.ts'
import { batchAsk, batchAskShape, representBatchAsk, shownBatchAsk } from './batch-ask.ts'
import { id, links, oneOf, string, text, time } from './fields.ts'
import type { LinkTo } from './links.ts'

/** Schedules are ours: what becomes of them is in rules §5. */

const EXPRESSION_LENGTH_LIMIT = 256

const expression = text(EXPRESSION_LENGTH_LIMIT).refine(
  isScheduleExpression,
  'must be rate(5 minutes) or cron(0 6 ? * MON-FRI *), as EventBridge has them',
)

/** A name of the IANA's database; an offset such as `+02:00` would not know of summer. */
const timeZone = string.refine(isTimeZone, 'must be the IANA name of a time zone, such as Europe/Berlin')

const shape = {
  name: text(255).min(1, 'must not be empty'),
  expression,
  timeZone: timeZone.nullish(),
  status: oneOf(SCHEDULE_STATUSES).nullish(),
  ...batchAskShape,
}

/** Body of POST /payout-request-batch-schedules, and what a PATCH must come to. */
export const ScheduleBody = z.object(shape)

/** Body of PATCH /payout-request-batch-schedules/{id}. */
export const SchedulePatch = z.object(shape).partial()

export const scheduleAsk = (body: z.infer<typeof ScheduleBody>): ScheduleAsk => ({
  ...batchAsk(body),
  name: body.name,
  expression: body.expression,
  timeZone: body.timeZone ?? 'UTC',
  status: body.status ?? 'active',
})

/** The body that would make the schedule as it is: what PATCH merges into. */
export const scheduleBody = ({ name, expression, timeZone, status, ...schedule }: Schedule) => ({
  name,
  expression,
  timeZone,
  status,
  ...representBatchAsk(schedule),
})

export const ScheduleRepresentation = z.object({
  id,
  name: z.string(),
  userId: z.string(),
  status: z.enum(SCHEDULE_STATUSES),
  expression: z.string(),
  timeZone: z.string(),
  nextTime: time.nullable(),
  ...shownBatchAsk,
  createdTime: time,
  updatedTime: time,
  _links: links,
})

export const representSchedule = (
  schedule: Schedule,
  linkTo: LinkTo,
): z.infer<typeof ScheduleRepresentation> => ({
  id: schedule.id,
  name: schedule.name,
  userId: schedule.userId,
  status: schedule.status,
  expression: schedule.expression,
  timeZone: schedule.timeZone,
  nextTime: schedule.nextTime,
  ...representBatchAsk(schedule),
  createdTime: schedule.createdTime,
  updatedTime: schedule.updatedTime,
  _links: [
    linkTo('self', `/payout-request-batch-schedules/${schedule.id}`),
    linkTo('runs', `/payout-request-batch-schedules/${schedule.id}/runs`),
  ],
})

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

import type * as z from 'zod'
import type { BatchRequestRepresentation } from '../../../shared/contracts/batch-request.ts'
import type { ScheduleBody, ScheduleRepresentation } from '../../../shared/contracts/schedule.ts'
import { IDS, linkTo, TIME } from './ids.ts'

const ask = {
  filter: 'status:approved;currency:EUR',
  description: 'Every working day',
  allocationOrder: null,
  autoAllocate: true,
  approve: false,
  maxBatches: 10,
}

export const SCHEDULE_BODY = {
  name: 'Working days at noon',
  expression: 'cron(0 12 ? * MON-FRI *)',
  timeZone: 'Europe/Lisbon',
  filter: ask.filter,
  description: ask.description,
} satisfies z.input<typeof ScheduleBody>

export const SCHEDULE = {
  id: IDS.schedule,
  ...SCHEDULE_BODY,
  userId: IDS.user,
  status: 'active',
  nextTime: '2026-03-03T12:00:00.000Z',
  ...ask,
  createdTime: TIME.configured,
  updatedTime: TIME.configured,
  _links: [
    linkTo('self', `/payout-request-batch-schedules/${IDS.schedule}`),
    linkTo('runs', `/payout-request-batch-schedules/${IDS.schedule}/runs`),
  ],
} satisfies z.input<typeof ScheduleRepresentation>

export const BATCH_REQUEST = {
  scheduleId: IDS.schedule,
  scheduledTime: '2026-03-02T12:00:00.000Z',
  missedTimes: 0,
  requestId: null,
  userId: IDS.user,
  status: 'completed',
  reason: null,
  batches: [{ id: IDS.batch, totalCount: 2, operationId: null, runId: IDS.run }],
  moreMatching: false,
  ...ask,
  createdTime: TIME.batched,
  finishedTime: TIME.allocated,
  _links: [linkTo('batch', `/payout-request-batches/${IDS.batch}`)],
} satisfies z.input<typeof BatchRequestRepresentation>

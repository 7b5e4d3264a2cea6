import { newBatchRequest } from '../../shared/domain/batch-request.ts'
import { dueAt } from '../../shared/domain/schedule.ts'
import type { Key } from '../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { scheduleOf } from '../../shared/repository/schedule-keys.ts'
import { findSchedule, keepDue } from '../../shared/repository/schedules.ts'
import { cronTimes } from '../../shared/runtime/cron.ts'
import { sendBatchRequest } from '../batch-requests/sending.ts'

type Send = typeof sendBatchRequest

/**
 * Puts down what a schedule asks for when its time has come, once for all the times that nobody came to, and has it
 * carried out. Whoever stops between the two leaves what is put down to a later sweep.
 */
export async function lookAfterSchedule(
  table: OrganizationTable,
  key: Key,
  now: Date,
  send: Send = sendBatchRequest,
): Promise<void> {
  const schedule = await findSchedule(table, scheduleOf(key))
  const due = schedule && dueAt(schedule, now, cronTimes)
  if (!schedule || !due) return
  const { id: scheduleId, userId, filter, description, allocationOrder } = schedule
  const { autoAllocate, approve, maxBatches } = schedule
  const origin = { scheduleId, scheduledTime: due.scheduledTime }
  const ask = { filter, description, allocationOrder, autoAllocate, approve, maxBatches }
  const { missedTimes } = due
  const request = newBatchRequest({ origin, missedTimes, userId, authority: 'user', ask }, now.toISOString())
  if (await keepDue(table, schedule, due, request)) await send({ organizationId: table.organization, origin })
}

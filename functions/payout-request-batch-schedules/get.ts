import { representSchedule, ScheduleRepresentation } from '../../shared/contracts/schedule.ts'
import { theSchedule } from '../../shared/repository/schedules.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /payout-request-batch-schedules/{id}
export const handler = apiOperation({
  operationId: 'GetPayoutRequestBatchSchedule',
  answers: { 200: ScheduleRepresentation },

  async perform({ id, linkTo }, { table }) {
    const schedule = await theSchedule(table, id)
    return ok(representSchedule(schedule, linkTo), schedule.version)
  },
})

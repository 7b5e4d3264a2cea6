import { deleteSchedule, theSchedule } from '../../shared/repository/schedules.ts'
import { noContent } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// DELETE /payout-request-batch-schedules/{id}
export const handler = apiOperation({
  operationId: 'DeletePayoutRequestBatchSchedule',
  answers: {},

  async perform({ id, demandVersion }, { table, remember }) {
    const schedule = await theSchedule(table, id)
    demandVersion(schedule.version)
    const answer = noContent()
    await deleteSchedule(table, schedule, remember(answer))
    return answer
  },
})

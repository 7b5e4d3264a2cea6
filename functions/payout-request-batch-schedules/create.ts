import {
  representSchedule,
  ScheduleBody,
  ScheduleRepresentation,
  scheduleAsk,
} from '../../shared/contracts/schedule.ts'
import { openSchedule } from '../../shared/domain/schedule.ts'
import { keepNewSchedule } from '../../shared/repository/schedules.ts'
import { cronTimes } from '../../shared/runtime/cron.ts'
import { demandMayApprove } from '../batch-requests/authority.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandMeaning } from './meaning.ts'

// POST /payout-request-batch-schedules
// Has batches made of what a filter finds, whenever it is time.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatchSchedule',
  body: ScheduleBody,
  answers: { 201: ScheduleRepresentation },

  async perform({ body, caller, linkTo }, { table, clock, ids, remember }) {
    const ask = scheduleAsk(body)
    const now = clock.now()
    if (ask.approve) await demandMayApprove(table, caller, now)
    demandMeaning(ask, now)

    const id = ids.next('preq_sched')
    const schedule = openSchedule({ id, userId: caller.userId }, ask, now, cronTimes)

    const answer = created(representSchedule(schedule, linkTo), schedule.version)
    await keepNewSchedule(table, schedule, remember(answer))
    return answer
  },
})

import { mergePatch } from '../../shared/contracts/merge-patch.ts'
import {
  representSchedule,
  ScheduleBody,
  SchedulePatch,
  ScheduleRepresentation,
  scheduleAsk,
  scheduleBody,
} from '../../shared/contracts/schedule.ts'
import { changeSchedule, type ScheduleAsk } from '../../shared/domain/schedule.ts'
import { keepScheduleChange, theSchedule } from '../../shared/repository/schedules.ts'
import { cronTimes } from '../../shared/runtime/cron.ts'
import { demandMayApprove } from '../batch-requests/authority.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandShape } from '../entry/body.ts'
import { demandMeaning } from './meaning.ts'

// PATCH /payout-request-batch-schedules/{id}
// Merges into what is there. What has been asked for already goes on as it was asked for.
export const handler = apiOperation({
  operationId: 'PatchPayoutRequestBatchSchedule',
  body: SchedulePatch,
  answers: { 200: ScheduleRepresentation },

  async perform({ id, body, caller, linkTo, demandVersion }, { table, clock, remember }) {
    const found = await theSchedule(table, id)
    demandVersion(found.version)

    const ask = scheduleAsk(demandShape(ScheduleBody, mergePatch(scheduleBody(found), body)))
    const now = clock.now()
    if (ask.approve && !isPaused(ask)) await demandMayApprove(table, caller, now)
    demandMeaning(ask, now, found)
    const schedule = changeSchedule(found, ask, now, cronTimes)

    const answer = ok(representSchedule(schedule, linkTo), schedule.version)
    await keepScheduleChange(table, found, schedule, remember(answer))
    return answer
  },
})

/** Nothing is approved by it until somebody makes it active again, who must be allowed to. Anybody may stop it. */
const isPaused = ({ status }: ScheduleAsk): boolean => status === 'paused'

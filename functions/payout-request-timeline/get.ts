import {
  representTimelineMessage,
  TIMELINE_MESSAGE_VERSION,
  TimelineMessageRepresentation,
} from '../../shared/contracts/timeline.ts'
import { theTimelineMessage } from '../../shared/repository/timeline.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { pathParameter } from '../entry/caller.ts'

// GET /payout-requests/{id}/timeline/{messageId}
export const handler = apiOperation({
  operationId: 'GetPayoutRequestTimelineMessage',
  answers: { 200: TimelineMessageRepresentation },

  async perform({ id, event, linkTo }, { table }) {
    const message = await theTimelineMessage(table, id, pathParameter(event, 'messageId'))
    return ok(representTimelineMessage(id, message, linkTo), TIMELINE_MESSAGE_VERSION)
  },
})

import { TIMELINE_MESSAGE_VERSION } from '../../shared/contracts/timeline.ts'
import { demandDeletable } from '../../shared/domain/timeline.ts'
import { deleteComment, theTimelineMessage } from '../../shared/repository/timeline.ts'
import { noContent } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { pathParameter } from '../entry/caller.ts'

// DELETE /payout-requests/{id}/timeline/{messageId}
// Takes back a comment of one's own: nobody sees it any more, and that there was one is kept.
export const handler = apiOperation({
  operationId: 'DeletePayoutRequestTimelineMessage',
  answers: {},

  async perform({ id, event, caller, demandVersion }, { table, clock, remember }) {
    const message = await theTimelineMessage(table, id, pathParameter(event, 'messageId'))
    demandVersion(TIMELINE_MESSAGE_VERSION)
    demandDeletable(message, caller.userId)

    const answer = noContent()
    await deleteComment(table, id, message, clock.now().toISOString(), remember(answer))
    return answer
  },
})

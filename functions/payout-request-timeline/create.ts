import {
  NewComment,
  representTimelineMessage,
  TIMELINE_MESSAGE_VERSION,
  TimelineMessageRepresentation,
} from '../../shared/contracts/timeline.ts'
import { addComment, type Comment, commentId } from '../../shared/repository/timeline.ts'
import { ulid } from '../../shared/runtime/ids.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// POST /payout-requests/{id}/timeline
// Somebody says something about a request.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestTimeline',
  body: NewComment,
  answers: { 201: TimelineMessageRepresentation },

  async perform({ id, body, caller, linkTo }, { table, clock, remember }) {
    const comment: Comment = {
      id: commentId(table, id, ulid(clock)),
      type: 'timeline-comment-created',
      message: body.message,
      by: caller.userId,
      occurredTime: clock.now().toISOString(),
      payoutRequestIds: [],
    }

    const answer = created(representTimelineMessage(id, comment, linkTo), TIMELINE_MESSAGE_VERSION)

    await addComment(table, id, comment, remember(answer))

    return answer
  },
})

import {
  PayoutRequestPatchBody,
  PayoutRequestRepresentation,
  representPayoutRequest,
} from '../../shared/contracts/payout-request.ts'
import { changeRequest } from '../../shared/domain/payout-request-changes.ts'
import { batchOf } from '../../shared/repository/membership.ts'
import { keepRequestChange, theRequestWithAllocations } from '../../shared/repository/payout-requests.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// PATCH /payout-requests/{id}
// Moves a request along its statuses, blocks or unblocks it, changes its description (rules §2).
export const handler = apiOperation({
  operationId: 'PatchPayoutRequest',
  body: PayoutRequestPatchBody,
  answers: { 200: PayoutRequestRepresentation },

  async perform({ id, body, caller, linkTo, demandVersion }, { table, clock, remember }) {
    const found = await theRequestWithAllocations(table, id)
    demandVersion(found.request.version)

    const request = changeRequest(found.request, body, {
      by: caller.userId,
      at: clock.now().toISOString(),
    })

    const batchId = await batchOf(table, request)
    const answer = ok(representPayoutRequest({ ...found, request, batchId }, linkTo), request.version)

    await keepRequestChange(table, found.request, request, remember(answer))

    return answer
  },
})

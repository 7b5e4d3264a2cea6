import {
  PayoutRequestPatchBody,
  PayoutRequestRepresentation,
  representPayoutRequest,
} from '../../shared/contracts/payout-request.ts'
import { changeRequest } from '../../shared/domain/payout-request-changes.ts'
import { viewOf } from '../../shared/repository/payout-request-views.ts'
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

    const view = await viewOf(table, { ...found, request })
    const answer = ok(representPayoutRequest(view, linkTo), request.version)

    await keepRequestChange(table, found.request, request, remember(answer))

    return answer
  },
})

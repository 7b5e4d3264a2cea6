import { PayoutRequestRepresentation, representPayoutRequest } from '../../shared/contracts/payout-request.ts'
import { viewOf } from '../../shared/repository/payout-request-views.ts'
import { theRequestWithAllocations } from '../../shared/repository/payout-requests.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /payout-requests/{id}
export const handler = apiOperation({
  operationId: 'GetPayoutRequest',
  answers: { 200: PayoutRequestRepresentation },

  async perform({ id, linkTo }, { table }) {
    const view = await viewOf(table, await theRequestWithAllocations(table, id))
    return ok(representPayoutRequest(view, linkTo), view.request.version)
  },
})

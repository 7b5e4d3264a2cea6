import { PayoutRequestRepresentation, representPayoutRequest } from '../../shared/contracts/payout-request.ts'
import { batchOf } from '../../shared/repository/membership.ts'
import { theRequestWithAllocations } from '../../shared/repository/payout-requests.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /payout-requests/{id}
export const handler = apiOperation({
  operationId: 'GetPayoutRequest',
  answers: { 200: PayoutRequestRepresentation },

  async perform({ id, linkTo }, { table }) {
    const { request, allocations } = await theRequestWithAllocations(table, id)
    const batchId = await batchOf(table, request)
    return ok(representPayoutRequest({ request, allocations, batchId }, linkTo), request.version)
  },
})

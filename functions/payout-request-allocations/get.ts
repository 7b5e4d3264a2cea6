import { AllocationRepresentation, representAllocation } from '../../shared/contracts/allocation.ts'
import { theAllocation } from '../../shared/repository/allocations.ts'
import { batchOf } from '../../shared/repository/membership.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /payout-request-allocations/{id}
export const handler = apiOperation({
  operationId: 'GetPayoutRequestAllocation',
  answers: { 200: AllocationRepresentation },

  async perform({ id, linkTo }, { table }) {
    const { allocation, request } = await theAllocation(table, id)
    const batchId = await batchOf(table, request)
    return ok(representAllocation({ allocation, batchId }, linkTo), allocation.version)
  },
})

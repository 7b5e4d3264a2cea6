import { AllocationRepresentation, representAllocation } from '../../shared/contracts/allocation.ts'
import { theAllocation } from '../../shared/repository/allocations.ts'
import { uncoveredAmong } from '../../shared/repository/cover.ts'
import { batchOf } from '../../shared/repository/membership.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /payout-request-allocations/{id}
export const handler = apiOperation({
  operationId: 'GetPayoutRequestAllocation',
  answers: { 200: AllocationRepresentation },

  async perform({ id, linkTo }, { table }) {
    const { allocation, request } = await theAllocation(table, id)
    const [batchId, uncovered] = await Promise.all([
      batchOf(table, request),
      uncoveredAmong(table, [allocation]),
    ])
    const view = { allocation, batchId, uncovered: uncovered.has(allocation.id) }
    return ok(representAllocation(view, linkTo), allocation.version)
  },
})

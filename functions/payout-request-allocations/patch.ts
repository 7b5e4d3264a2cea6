import {
  AllocationPatch,
  AllocationRepresentation,
  representAllocation,
} from '../../shared/contracts/allocation.ts'
import { demandGatewayPays, moveAllocation } from '../../shared/domain/allocate.ts'
import { creditOf } from '../../shared/domain/transaction.ts'
import { beginProcessing, cancelAllocation, theAllocation } from '../../shared/repository/allocations.ts'
import { findGatewayAccount } from '../../shared/repository/gateway-accounts.ts'
import { batchOf } from '../../shared/repository/membership.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// PATCH /payout-request-allocations/{id}
// Begins the payment of a pending allocation, or cancels it and gives its amount back (rules §5).
export const handler = apiOperation({
  operationId: 'PatchPayoutRequestAllocation',
  body: AllocationPatch,
  answers: { 200: AllocationRepresentation },

  async perform({ id, body, caller, linkTo }, { table, clock, ids }) {
    const { allocation: before, request } = await theAllocation(table, id)
    const stamp = { by: caller.userId, at: clock.now().toISOString() }
    const transactionId = ids.next('txn')

    const allocation = moveAllocation(before, request, body.status, { stamp, transactionId })

    if (allocation !== before && body.status === 'canceled') await cancelAllocation(table, before, allocation)
    if (allocation !== before && body.status === 'processing') {
      demandGatewayPays(await findGatewayAccount(table, before.gatewayAccountId))
      await beginProcessing(table, before, allocation, creditOf(allocation, transactionId, stamp.at))
    }

    const batchId = await batchOf(table, request)
    return ok(representAllocation({ allocation, batchId }, linkTo), allocation.version)
  },
})

import {
  AllocationPatch,
  AllocationRepresentation,
  representAllocation,
} from '../../shared/contracts/allocation.ts'
import { demandGatewayPays, demandPayoutsGoOn, moveAllocation } from '../../shared/domain/allocation-moves.ts'
import { creditOf } from '../../shared/domain/transaction.ts'
import { beginProcessing, cancelAllocations } from '../../shared/repository/allocation-moves.ts'
import { theAllocation } from '../../shared/repository/allocations.ts'
import { findGatewayAccount } from '../../shared/repository/gateway-accounts.ts'
import { batchOf } from '../../shared/repository/membership.ts'
import { environment } from '../../shared/runtime/environment.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// PATCH /payout-request-allocations/{id}
// Begins the payment of a pending allocation, or cancels it and gives its amount back (rules §5).
export const handler = apiOperation({
  operationId: 'PatchPayoutRequestAllocation',
  body: AllocationPatch,
  answers: { 200: AllocationRepresentation },

  async perform({ id, body, caller, linkTo, demandVersion }, { table, clock, ids, remember }) {
    const { allocation: before, request } = await theAllocation(table, id)
    demandVersion(before.version)
    const stamp = { by: caller.userId, at: clock.now().toISOString() }
    const transactionId = ids.next('txn')

    const allocation = moveAllocation(before, request, body.status, { stamp, transactionId })

    const batchId = await batchOf(table, request)
    const view = { allocation, batchId, uncovered: false } // only what is pending can be
    const answer = ok(representAllocation(view, linkTo), allocation.version)
    if (allocation === before) return answer

    if (body.status === 'canceled')
      await cancelAllocations(
        table,
        request,
        [{ request, moves: [{ before, after: allocation }], stamp }],
        remember(answer),
      )
    else {
      demandPayoutsGoOn({ payoutsStopped: environment('PAYOUTS_STOPPED') === 'true' })
      demandGatewayPays(await findGatewayAccount(table, before.gatewayAccountId))
      const credit = creditOf(allocation, transactionId, stamp.at)
      await beginProcessing(table, before, allocation, credit, remember(answer))
    }
    return answer
  },
})

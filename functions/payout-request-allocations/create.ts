import {
  AllocationRepresentation,
  NewAllocation,
  representAllocation,
} from '../../shared/contracts/allocation.ts'
import { allocate, type SetAside } from '../../shared/domain/allocate.ts'
import { headroomFor, isUncovered } from '../../shared/domain/cover.ts'
import { addAllocation } from '../../shared/repository/allocations.ts'
import { customerProfile } from '../../shared/repository/customers.ts'
import { findGatewayAccount } from '../../shared/repository/gateway-accounts.ts'
import { batchOf } from '../../shared/repository/membership.ts'
import { theRequest } from '../../shared/repository/payout-requests.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// POST /payout-request-allocations
// Sets part of a payout request aside for one payment instrument, to be paid through one gateway account.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestAllocation',
  body: NewAllocation,
  answers: { 201: AllocationRepresentation },

  async perform({ body, caller, linkTo }, { table, clock, remember }) {
    const request = await theRequest(table, body.payoutRequestId)
    const [customer, gateway, batchId] = await Promise.all([
      customerProfile(table, request),
      findGatewayAccount(table, body.gatewayAccountId),
      batchOf(table, request),
    ])

    const stamp = { by: caller.userId, at: clock.now().toISOString() }
    const answer = ({ allocations: [allocation] }: SetAside) => {
      if (!allocation) throw new Error('An allocation was decided on that is not there.')
      const uncovered = isUncovered(allocation, headroomFor(allocation, customer) - allocation.amountMinor)
      return created(representAllocation({ allocation, batchId, uncovered }, linkTo), allocation.version)
    }

    const setAside = await addAllocation(
      table,
      request,
      customer,
      (current) => allocate(current, { customer, gateway, ask: body }, stamp),
      (decided) => remember(answer(decided)),
    )

    return answer(setAside)
  },
})

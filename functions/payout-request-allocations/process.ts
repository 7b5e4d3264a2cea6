import { AllocationsToProcess } from '../../shared/contracts/allocation.ts'
import { queueable } from '../../shared/domain/queueing.ts'
import { allocationsAsked } from '../../shared/repository/allocations-asked.ts'
import { groupsThatFit } from '../../shared/repository/batches/each-member.ts'
import { gatewayAccounts } from '../../shared/repository/gateway-accounts.ts'
import { queueAllocations, queueingActions, queueingsOf } from '../../shared/repository/queueing.ts'
import { commit, TRANSACTION_ACTIONS_LIMIT } from '../../shared/repository/write.ts'
import { noContent } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// POST /payout-request-allocations/process
// Queues what is pending of these allocations for payment. What a try has queued stays queued: the next one goes on.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestAllocationsProcess',
  body: AllocationsToProcess,
  answers: {},

  async perform({ body, caller }, { table, clock, remember }) {
    const [asked, gateways] = await Promise.all([
      allocationsAsked(table, body.allocationIds),
      gatewayAccounts(table),
    ])
    const allocations = queueable(asked, new Map(gateways.map((account) => [account.id, account])))

    const stamp = { by: caller.userId, at: clock.now().toISOString() }
    const groups = groupsThatFit(queueingsOf(allocations, stamp), TRANSACTION_ACTIONS_LIMIT, queueingActions)
    const kept = await Promise.allSettled(groups.map((group) => queueAllocations(table, group)))
    const failed = kept.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason

    const answer = noContent()
    const memory = remember(answer)
    if (memory.length > 0) await commit(table, memory)
    return answer
  },
})

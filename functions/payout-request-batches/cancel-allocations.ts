import { AllocationsOfRun, BatchRepresentation } from '../../shared/contracts/batch.ts'
import { cancelingAllocations } from '../../shared/repository/batches/cancellations.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { operateOnMembers } from './operating.ts'
import { runNamed } from './run-named.ts'

// POST /payout-request-batches/{id}/cancel-allocations
// Cancels what is pending of every member, of one run if it is named, each member by itself (ours, rules §5).
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatchCancelAllocations',
  body: AllocationsOfRun,
  answers: { 200: BatchRepresentation },

  perform: (call, desk) =>
    operateOnMembers(call, desk, async (batch, stamp) => {
      const runId = await runNamed(desk.table, batch, call.body)
      return cancelingAllocations(desk.table, runId, stamp)
    }),
})

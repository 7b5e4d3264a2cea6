import { AllocationsCancellation, BatchRepresentation } from '../../shared/contracts/batch.ts'
import type { Batch } from '../../shared/domain/batch.ts'
import { refuseInvalid } from '../../shared/domain/refusal.ts'
import { cancelingAllocations } from '../../shared/repository/batches/cancellations.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { isRunOf } from '../../shared/repository/runs/input.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { operateOnMembers } from './operating.ts'

// POST /payout-request-batches/{id}/cancel-allocations
// Cancels what is pending of every member, of one run if it is named, each member by itself (ours, rules §5).
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatchCancelAllocations',
  body: AllocationsCancellation,
  answers: { 200: BatchRepresentation },

  perform: (call, desk) =>
    operateOnMembers(call, desk, async (batch, stamp) => {
      const { runId = null } = call.body
      if (runId !== null) await demandRun(desk.table, batch, runId)
      return cancelingAllocations(desk.table, runId, stamp)
    }),
})

async function demandRun(table: OrganizationTable, batch: Batch, runId: string): Promise<void> {
  const known = await isRunOf(table, batch, runId)
  refuseInvalid(known ? [] : [{ field: 'runId', message: 'is not a run of this batch' }])
}

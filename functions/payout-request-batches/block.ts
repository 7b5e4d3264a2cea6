import { BatchBlock, BatchRepresentation } from '../../shared/contracts/batch.ts'
import { blockMember } from '../../shared/domain/member-operation.ts'
import { changingRequests } from '../../shared/repository/batches/request-changes.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { operateOnMembers } from './operating.ts'

// POST /payout-request-batches/{id}/block
// Blocks every member whose status is not final, each by itself.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatchBlock',
  body: BatchBlock,
  answers: { 200: BatchRepresentation },

  perform: (call, desk) =>
    operateOnMembers(call, desk, (_, stamp) => {
      const { reason, description = null } = call.body
      return changingRequests(desk.table, blockMember(reason, description), stamp)
    }),
})

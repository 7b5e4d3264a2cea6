import { BatchBlock, BatchRepresentation } from '../../shared/contracts/batch.ts'
import { blockMember } from '../../shared/domain/member-operation.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { operateOnMembers } from './operating.ts'

// POST /payout-request-batches/{id}/block
// Blocks every member whose status is not final, each by itself.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatchBlock',
  body: BatchBlock,
  answers: { 200: BatchRepresentation },

  perform: (call, desk) =>
    operateOnMembers(call, desk, blockMember(call.body.reason, call.body.description ?? null)),
})

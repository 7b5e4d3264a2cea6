import { BatchRepresentation, NoBody } from '../../shared/contracts/batch.ts'
import { approving } from '../../shared/repository/batches/request-changes.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { operateOnMembers } from './operating.ts'

// POST /payout-request-batches/{id}/approve
// Approves every member that is ready, each by itself.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatchApprove',
  body: NoBody,
  answers: { 200: BatchRepresentation },

  perform: (call, desk) => operateOnMembers(call, desk, (_, stamp) => approving(desk.table, stamp)),
})

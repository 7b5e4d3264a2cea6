import { BatchRepresentation, NoBody } from '../../shared/contracts/batch.ts'
import { approveMember } from '../../shared/domain/member-operation.ts'
import { changingRequests } from '../../shared/repository/batches/request-changes.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { operateOnMembers } from './operating.ts'

// POST /payout-request-batches/{id}/approve
// Approves every member that is ready, each by itself.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatchApprove',
  body: NoBody,
  answers: { 200: BatchRepresentation },

  perform: (call, desk) =>
    operateOnMembers(call, desk, (_, stamp) => changingRequests(desk.table, approveMember, stamp)),
})

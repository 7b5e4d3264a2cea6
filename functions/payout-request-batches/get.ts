import { BatchRepresentation, representBatch } from '../../shared/contracts/batch.ts'
import { theBatchWithMembers } from '../../shared/repository/batches/members.ts'
import { withLiveResults } from '../../shared/repository/runs/parts.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /payout-request-batches/{id}
// While a run is in progress its counts are shown as they stand.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestBatch',
  answers: { 200: BatchRepresentation },

  async perform({ id, linkTo }, { table }) {
    const { batch: found, payoutRequestIds } = await theBatchWithMembers(table, id)
    const batch = await withLiveResults(table, found)
    return ok(representBatch({ batch, payoutRequestIds }, linkTo), batch.version)
  },
})

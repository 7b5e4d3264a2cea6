import {
  BatchRequestRepresentation,
  isRequestId,
  representBatchRequest,
} from '../../shared/contracts/batch-request.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { findBatchRequest } from '../../shared/repository/batch-requests.ts'
import { runStandings } from '../../shared/repository/runs/standings.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /payout-request-batch-requests/{id}
// What came of an event on the bus, by its requestId.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestBatchRequest',
  answers: { 200: BatchRequestRepresentation },

  async perform({ id, linkTo }, { table }) {
    const request = isRequestId(id) ? await findBatchRequest(table, { requestId: id }) : undefined
    if (!request)
      throw new Refusal('not-found', { detail: 'No event has asked for batches with this requestId.' })
    return ok(representBatchRequest(request, await runStandings(table, [request]), linkTo))
  },
})

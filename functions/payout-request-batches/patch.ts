import { BatchPatch, BatchRepresentation, representBatch } from '../../shared/contracts/batch.ts'
import { changeBatch } from '../../shared/domain/batch-changes.ts'
import { keepBatchChange } from '../../shared/repository/batches/batches.ts'
import { theBatchWithMembers } from '../../shared/repository/batches/members.ts'
import { withLiveResults } from '../../shared/repository/runs/parts.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// PATCH /payout-request-batches/{id}
// Changes the description or the order of allocation; a run that has begun keeps the order it began with.
export const handler = apiOperation({
  operationId: 'PatchPayoutRequestBatch',
  body: BatchPatch,
  answers: { 200: BatchRepresentation },

  async perform({ id, body, linkTo, demandVersion, caller }, { table, clock, remember }) {
    const { batch: found, payoutRequestIds } = await theBatchWithMembers(table, id)
    demandVersion(found.version)
    const before = await withLiveResults(table, found)

    const batch = changeBatch(before, body, clock.now().toISOString())

    const answer = ok(representBatch({ batch, payoutRequestIds }, linkTo), batch.version)
    await keepBatchChange(table, before, batch, caller.userId, remember(answer))
    return answer
  },
})

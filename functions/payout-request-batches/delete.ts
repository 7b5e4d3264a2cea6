import { demandNoRun } from '../../shared/domain/batch-changes.ts'
import { beginDeletion, finishDeletion, theDeletableBatch } from '../../shared/repository/batches/deletion.ts'
import { stale } from '../../shared/repository/write.ts'
import { noContent } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// DELETE /payout-request-batches/{id}
// Frees every member, which keeps its status and blocks, and deletes the batch; goes on with a deletion that has begun.
export const handler = apiOperation({
  operationId: 'DeletePayoutRequestBatch',
  answers: {},

  async perform({ id, demandVersion }, { table, clock, remember }) {
    const batch = await theDeletableBatch(table, id, clock)
    if (batch !== 'deleting') {
      demandVersion(batch.version)
      demandNoRun(batch)
      if (!(await beginDeletion(table, batch, clock, remember(noContent())))) throw stale()
    }

    await finishDeletion(table, id, clock.now())
    return noContent()
  },
})

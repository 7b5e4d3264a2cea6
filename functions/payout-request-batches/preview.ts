import { BatchPreview, representPreview } from '../../shared/contracts/batch.ts'
import { queriedBatchSelection } from '../../shared/contracts/batch-selection.ts'
import { BATCH_MEMBERS_LIMIT, type Member, totalsOf } from '../../shared/domain/batch.ts'
import { matchingEntries } from '../../shared/repository/batches/candidates.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /payout-request-batches/preview
// How many requests without a batch a filter matches, and what the batch of the oldest 1000 would come to.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestBatchPreview',
  answers: { 200: BatchPreview },

  async perform({ event }, { table }) {
    const search = queriedBatchSelection(event.multiValueQueryStringParameters)

    const oldest: Member[] = []
    let count = 0
    for await (const entries of matchingEntries(table, search)) {
      oldest.push(...entries.slice(0, BATCH_MEMBERS_LIMIT - oldest.length))
      count += entries.length
    }

    return ok(representPreview(count, totalsOf(oldest)))
  },
})

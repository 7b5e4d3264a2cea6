import { BatchRepresentation, NoBody, representBatch } from '../../shared/contracts/batch.ts'
import { theRestingBatch } from '../../shared/repository/batches/resting.ts'
import { beginUnblocking, blockedIn, finishUnblocking } from '../../shared/repository/batches/unblocking.ts'
import { withLiveResults } from '../../shared/repository/runs/parts.ts'
import { stale } from '../../shared/repository/write.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// POST /payout-request-batches/{id}/unblock
// Unblocks every blocked member that is not finished; the others and the membership stay as they are.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatchUnblock',
  body: NoBody,
  answers: { 200: BatchRepresentation },

  async perform({ id, caller, linkTo, demandVersion }, { table, clock, ids, remember }) {
    const { batch, payoutRequestIds, chunks } = await theRestingBatch(table, id, clock)
    demandVersion(batch.version)
    const groups = await blockedIn(table, chunks)
    const shown = await withLiveResults(table, batch)
    const answer = ok(representBatch({ batch: shown, payoutRequestIds }, linkTo), batch.version)
    if (groups.length === 0) return answer

    const stamp = { by: caller.userId, at: clock.now().toISOString() }
    const change = ids.next('change')
    if (!(await beginUnblocking(table, { id: change, batch, groups, stamp }, clock))) throw stale()
    await finishUnblocking(table, id, change, clock.now(), remember(answer))
    return answer
  },
})

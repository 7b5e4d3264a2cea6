import { BatchRepresentation, RemovedMembers, representBatch } from '../../shared/contracts/batch.ts'
import { type Batch } from '../../shared/domain/batch.ts'
import { demandNoRun } from '../../shared/domain/batch-changes.ts'
import { membersAt } from '../../shared/repository/batches/claiming-table.ts'
import { finishRemoval, removeMembers } from '../../shared/repository/batches/removal.ts'
import { theRestingBatch } from '../../shared/repository/batches/resting.ts'
import { stale } from '../../shared/repository/write.ts'
import { log } from '../../shared/runtime/log.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { notInBatch } from './refusals.ts'

// POST /payout-request-batches/{id}/payout-requests/remove
// Takes payout requests out of the batch, whatever their status and allocations: all of the named, or none.
export const handler = apiOperation({
  operationId: 'PostRemovePayoutRequestsFromBatch',
  body: RemovedMembers,
  answers: { 200: BatchRepresentation },

  async perform({ id, body, caller, linkTo, demandVersion }, { table, clock, ids, remember }) {
    const { batch, payoutRequestIds, chunks } = await theRestingBatch(table, id, clock)
    demandVersion(batch.version)
    demandNoRun(batch)
    const leaving = new Set(body.payoutRequestIds)
    const missing = leaving.difference(new Set(payoutRequestIds))
    if (missing.size > 0) throw notInBatch([...missing])
    const stayingIds = payoutRequestIds.filter((member) => !leaving.has(member))

    const removal = {
      id: ids.next('change'),
      batch,
      groups: chunks.map(({ chunk, ids }) => ({ chunk, ids: ids.intersection(leaving) })),
      staying: await membersAt(table, stayingIds),
      stamp: { by: caller.userId, at: clock.now().toISOString() },
      alongside: (after: Batch) => remember(answerWith(after)),
    }
    const after = await removeMembers(table, removal, clock)
    if (!after) throw stale()

    // They are removed by now; what is left to clear up the sweeper does as well.
    await finishRemoval(table, id, removal.id, clock.now()).catch((error: unknown) =>
      log.warn('A removal was left to the sweeper', { batch: id, error: error as Error }),
    )
    return answerWith(after)

    function answerWith(batch: Batch) {
      return ok(representBatch({ batch, payoutRequestIds: stayingIds }, linkTo), batch.version)
    }
  },
})

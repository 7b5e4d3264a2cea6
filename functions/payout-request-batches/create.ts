import { BatchRepresentation, NewBatchBody, representBatch } from '../../shared/contracts/batch.ts'
import { type Batch, type Member, type NewBatch, totalsOf } from '../../shared/domain/batch.ts'
import { leasesBy } from '../../shared/repository/batches/leases.ts'
import { unfinishedCreation } from '../../shared/repository/batches/unfinished.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { makeBatch } from './making.ts'
import { notClaimed } from './refusals.ts'
import { selectMembers } from './selecting.ts'

// POST /payout-request-batches
// Puts up to 1000 payout requests, named by id or found by a filter, into one new batch: all of them or none. A retry
// with the same Idempotency-Key goes on with the batch that its first try began (rules §1).
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatch',
  body: NewBatchBody,
  answers: { 201: BatchRepresentation },

  async perform({ body, caller, linkTo }, desk) {
    const { table, clock, ids, remember, bind, unfinished } = desk
    const begun =
      unfinished === undefined ? undefined : await unfinishedCreation(table, unfinished, leasesBy(clock))
    const selection = await selectMembers(desk, body, linkTo, begun)

    const fresh = begun?.fresh ?? {
      id: ids.next('preq_batch'),
      userId: caller.userId,
      description: body.description ?? null,
      allocationOrder: body.allocationOrder ?? null,
      createdTime: clock.now().toISOString(),
    }
    const answerWith = (members: readonly Member[]) => {
      const batch = committedBatch(fresh, members)
      const payoutRequestIds = members.map(({ id }) => id)
      return created(representBatch({ batch, payoutRequestIds }, linkTo), batch.version)
    }
    const creation = await makeBatch(
      desk,
      { fresh, selection, begun },
      {
        withIntent: bind(fresh.id),
        alongside: (members) => remember(answerWith(members), fresh.id),
      },
    )

    if (creation.kind !== 'created') throw notClaimed(creation, linkTo)
    return answerWith(creation.members)
  },
})

const committedBatch = (fresh: NewBatch, members: readonly Member[]): Batch => ({
  ...fresh,
  status: 'pending',
  totals: totalsOf(members),
  successCount: 0,
  failureCount: 0,
  run: null,
  committedChunks: 0,
  version: 1,
  updatedTime: fresh.createdTime,
})

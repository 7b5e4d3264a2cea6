import { BatchRepresentation, NewBatchBody, representBatch } from '../../shared/contracts/batch.ts'
import { type Batch, type Member, totalsOf } from '../../shared/domain/batch.ts'
import { createBatch } from '../../shared/repository/batches/creation.ts'
import { creationTable, type NewBatch } from '../../shared/repository/batches/creation-table.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { notClaimed } from './refusals.ts'
import { selectMembers } from './selecting.ts'

// POST /payout-request-batches
// Puts up to 1000 payout requests, named by id or found by a filter, into one new batch: all of them or none.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatch',
  body: NewBatchBody,
  answers: { 201: BatchRepresentation },

  async perform({ body, caller, linkTo }, desk) {
    const { table, clock, ids, remember } = desk
    const selection = await selectMembers(desk, body, linkTo)

    const fresh = {
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
    const alongside = (members: readonly Member[]) => remember(answerWith(members))
    const creation = await createBatch(creationTable(table, fresh, clock, { alongside }), fresh.id, selection)

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

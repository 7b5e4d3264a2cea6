import { BatchRepresentation, NewBatchBody, representBatch } from '../../shared/contracts/batch.ts'
import { createBatch } from '../../shared/repository/batches/creation.ts'
import { creationTable } from '../../shared/repository/batches/creation-table.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { givenBatch, selectMembers } from './creating.ts'

// POST /payout-request-batches
// Puts up to 1000 payout requests, named by id or found by a filter, into one new batch: all of them or none.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatch',
  body: NewBatchBody,
  answers: { 201: BatchRepresentation },

  async perform({ body, caller, linkTo }, { table, clock, ids }) {
    const selection = await selectMembers(table, body, linkTo)

    const fresh = {
      id: ids.next('preq_batch'),
      userId: caller.userId,
      description: body.description ?? null,
      allocationOrder: body.allocationOrder ?? null,
      createdTime: clock.now().toISOString(),
    }
    const creation = await createBatch(creationTable(table, fresh, clock), fresh.id, selection)

    const batch = givenBatch(creation, fresh, linkTo)
    return created(representBatch(batch, linkTo), batch.batch.version)
  },
})

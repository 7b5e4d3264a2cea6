import * as z from 'zod'
import { pageOfWhole } from '../../shared/contracts/collection-page.ts'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { RUN_FIELDS, RunRepresentation, representRun, runValueOf } from '../../shared/contracts/run.ts'
import { theBatch } from '../../shared/repository/batches/batches.ts'
import { runsOf } from '../../shared/repository/runs/earlier.ts'
import { withLiveResults } from '../../shared/repository/runs/parts.ts'
import { page } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

const fields = RUN_FIELDS

// GET /payout-request-batches/{id}/runs
// Every run of the auto-allocation over this batch, newest first; one in progress with its counts as they stand.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestBatchRunCollection',
  answers: { 200: z.array(RunRepresentation) },

  async perform({ id, event, linkTo }, { table, clock }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields })
    const batch = await withLiveResults(table, await theBatch(table, id))
    const runs = await runsOf(table, batch, clock.now())
    const found = pageOfWhole(runs, query, { fields, valueOf: runValueOf })
    return page(
      found.things.map((run) => representRun(run, id, linkTo)),
      found,
    )
  },
})

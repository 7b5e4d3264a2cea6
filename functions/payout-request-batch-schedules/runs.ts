import * as z from 'zod'
import {
  BatchRequestRepresentation,
  representBatchRequest,
  SCHEDULE_RUN_FIELDS,
  scheduledTimeOf,
} from '../../shared/contracts/batch-request.ts'
import { pageOfWhole } from '../../shared/contracts/collection-page.ts'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import type { BatchRequest } from '../../shared/domain/batch-request.ts'
import { isWellFormedId } from '../../shared/domain/identifiers.ts'
import { runsOfSchedule } from '../../shared/repository/batch-requests.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { runStandings } from '../../shared/repository/runs/standings.ts'
import { findSchedule, noSuchSchedule } from '../../shared/repository/schedules.ts'
import { page } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

const fields = SCHEDULE_RUN_FIELDS

/** Of a schedule that is due every minute, three days; a page lies in the first 2,000. */
const EXAMINED_RUNS_LIMIT = 5_000

// GET /payout-request-batch-schedules/{id}/runs
// What came of a schedule's times, newest first: also of one that was deleted, or of one in the stage's settings, by its
// name.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestBatchScheduleRunCollection',
  answers: { 200: z.array(BatchRequestRepresentation) },

  async perform({ id, event, linkTo }, { table }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields })
    const { runs, areAll } = await newestRuns(table, id)
    const found = pageOfWhole(runs, query, { fields, valueOf: scheduledTimeOf })
    const standings = await runStandings(table, found.things)
    return page(
      found.things.map((run) => representBatchRequest(run, standings, linkTo)),
      areAll ? found : { ...found, totalRelation: 'gte' },
    )
  },
})

async function newestRuns(table: OrganizationTable, id: string) {
  if (!isWellFormedId(id)) throw noSuchSchedule()
  const runs: BatchRequest[] = []
  for await (const some of runsOfSchedule(table, id)) {
    runs.push(...some)
    if (runs.length > EXAMINED_RUNS_LIMIT) return { runs, areAll: false }
  }
  if (runs.length === 0 && !(await findSchedule(table, id))) throw noSuchSchedule()
  return { runs, areAll: true }
}

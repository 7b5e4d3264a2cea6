import * as z from 'zod'
import { pageOfWhole } from '../../shared/contracts/collection-page.ts'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { SCHEDULE_FIELDS } from '../../shared/contracts/collections.ts'
import { representSchedule, ScheduleRepresentation } from '../../shared/contracts/schedule.ts'
import { schedules } from '../../shared/repository/schedules.ts'
import { page } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

const fields = SCHEDULE_FIELDS

// GET /payout-request-batch-schedules
// One Query reads them all: a list of schedules does not lag.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestBatchScheduleCollection',
  answers: { 200: z.array(ScheduleRepresentation) },

  async perform({ event, linkTo }, { table }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields })
    const found = pageOfWhole(await schedules(table), query, {
      fields,
      valueOf: (schedule, field) => schedule[field],
    })
    return page(
      found.things.map((schedule) => representSchedule(schedule, linkTo)),
      found,
    )
  },
})

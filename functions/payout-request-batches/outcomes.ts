import * as z from 'zod'
import { asksFor } from '../../shared/contracts/accept.ts'
import { pageOfWhole } from '../../shared/contracts/collection-page.ts'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { CSV_MEDIA_TYPE, csvOf } from '../../shared/contracts/csv.ts'
import { MemberResultRepresentation } from '../../shared/contracts/member-operation.ts'
import { OutcomeRepresentation } from '../../shared/contracts/outcome.ts'
import { type Answer, csvPage, page } from '../entry/answers.ts'
import { apiOperation, type Call, type Desk } from '../entry/api-operation.ts'
import { header } from '../entry/caller.ts'
import { demandOneSource } from './named-run.ts'
import { OF_OPERATION, OF_PLAN, OF_RUN, type OutcomeSource } from './outcome-sources.ts'

// GET /payout-request-batches/{id}/outcomes?run=<id>, ?plan=<hash> or ?operation=<id>
// What became of each member in a run, the latest if nothing is named, or would by a plan, or in an operation over them.
// `Accept: text/csv` gets the same page as a file.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestBatchOutcomes',
  answers: { 200: z.union([z.array(OutcomeRepresentation), z.array(MemberResultRepresentation)]) },

  async perform(call, desk) {
    const { run, plan, operation } = call.event.queryStringParameters ?? {}
    demandOneSource({ run, plan, operation })
    if (operation) return answerFrom(OF_OPERATION, call, desk)
    return plan ? answerFrom(OF_PLAN, call, desk) : answerFrom(OF_RUN, call, desk)
  },
})

async function answerFrom<Row, Shown, Field extends string, Column extends string>(
  { fields, valueOf, rows, represent, columns, cells }: OutcomeSource<Row, Shown, Field, Column>,
  call: Call<unknown>,
  desk: Desk,
): Promise<Answer> {
  const query = readCollectionQuery(call.event.multiValueQueryStringParameters, { fields })
  const found = pageOfWhole(await rows(call, desk), query, { fields, valueOf })
  const shown = found.things.map(represent)
  return asksFor(CSV_MEDIA_TYPE, header(call.event.headers, 'Accept'))
    ? csvPage(csvOf(columns, shown.map(cells)), found)
    : page(shown, found)
}

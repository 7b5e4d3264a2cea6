import * as z from 'zod'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { matches } from '../../shared/contracts/filter-match.ts'
import { MEMBER_RESULT_FIELDS, MemberResultRepresentation } from '../../shared/contracts/member-operation.ts'
import { comparing } from '../../shared/contracts/sort.ts'
import type { MemberResult } from '../../shared/domain/member-operation.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { theMemberResults } from '../../shared/repository/batches/member-results.ts'
import { page } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /payout-request-batches/{id}/outcomes?operation=<id>
// What an operation over the members did to each of them, in the order of the members.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestBatchOutcomes',
  answers: { 200: z.array(MemberResultRepresentation) },

  async perform({ id, event }, { table, clock }) {
    const operation = event.queryStringParameters?.operation
    if (!operation)
      throw new Refusal('invalid-query', {
        detail: 'Name the operation: its id stands in the link `outcomes` of the answer that it gave.',
        invalidFields: [{ field: 'operation', message: 'is required' }],
      })
    const { filter, sort, limit, offset } = readCollectionQuery(event.multiValueQueryStringParameters, {
      fields: MEMBER_RESULT_FIELDS,
    })
    const results = await theMemberResults(table, { batchId: id, operation }, clock.now())
    const valueOf = (result: MemberResult, field: keyof typeof MEMBER_RESULT_FIELDS) => result[field]
    const found = results.filter((result) => matches(filter, (field) => valueOf(result, field)))
    if (sort.length > 0) found.sort(comparing(sort, MEMBER_RESULT_FIELDS, valueOf))
    return page(found.slice(offset, offset + limit), {
      total: found.length,
      totalRelation: 'eq',
      limit,
      offset,
    })
  },
})

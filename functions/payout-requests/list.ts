import * as z from 'zod'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { searchFor, valueOf } from '../../shared/contracts/collection-search.ts'
import { PAYOUT_REQUEST_FIELDS } from '../../shared/contracts/collections.ts'
import { onlyValues } from '../../shared/contracts/filter-bounds.ts'
import { PayoutRequestRepresentation, representPayoutRequest } from '../../shared/contracts/payout-request.ts'
import { membersOfAny } from '../../shared/repository/batches/members.ts'
import { listPayoutRequests, UNLISTED_REQUEST_FIELDS } from '../../shared/repository/payout-request-list.ts'
import { page } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

const fields = PAYOUT_REQUEST_FIELDS

// GET /payout-requests
// Conditions on `id` and `batchId` are answered from keys and members: they do not lag (rules §1).
export const handler = apiOperation({
  operationId: 'GetPayoutRequestCollection',
  answers: { 200: z.array(PayoutRequestRepresentation) },

  async perform({ event, linkTo }, { table }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields })
    const batches = onlyValues(query.filter, 'batchId')
    const ids = onlyValues(query.filter, 'id') ?? (batches && (await membersOfAny(table, batches)))

    const search = searchFor(query, {
      fields,
      valueOf: valueOf<keyof typeof fields>,
      unlisted: UNLISTED_REQUEST_FIELDS,
    })
    const found = await listPayoutRequests(table, search, ids && [...new Set(ids)])

    const requests = found.things.map((view) => representPayoutRequest(view, linkTo))
    return page(requests, { ...found, offset: query.offset })
  },
})

import * as z from 'zod'
import { BatchRepresentation, representBatch } from '../../shared/contracts/batch.ts'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { searchFor } from '../../shared/contracts/collection-search.ts'
import { BATCH_FIELDS } from '../../shared/contracts/collections.ts'
import { onlyValues } from '../../shared/contracts/filter-bounds.ts'
import { contains } from '../../shared/contracts/filter-match.ts'
import { type ListedBatch, listBatches, UNLISTED_BATCH_FIELDS } from '../../shared/repository/batches/list.ts'
import { page } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

const fields = BATCH_FIELDS

// GET /payout-request-batches
// `q` finds a part of the description or of the id, whatever its case.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestBatchCollection',
  answers: { 200: z.array(BatchRepresentation) },

  async perform({ event, linkTo }, { table }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields, search: true })
    const ids = onlyValues(query.filter, 'id')

    const search = searchFor(query, {
      fields,
      valueOf: (batch: ListedBatch, field) => batch[field],
      unlisted: UNLISTED_BATCH_FIELDS,
    })
    const { q } = query
    const wanted = (batch: ListedBatch) => q === null || contains([batch.description, batch.id], q)
    const found = await listBatches(
      table,
      {
        ...search,
        mayMatch: (batch) => wanted(batch) && search.mayMatch(batch),
        matches: (batch) => wanted(batch) && search.matches(batch),
      },
      ids && [...new Set(ids)],
    )

    const batches = found.things.map((batch) => representBatch({ batch }, linkTo))
    return page(batches, { ...found, ...query })
  },
})

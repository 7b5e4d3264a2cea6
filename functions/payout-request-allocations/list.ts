import * as z from 'zod'
import { AllocationRepresentation, representAllocation } from '../../shared/contracts/allocation.ts'
import { type CollectionQuery, readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { searchFor, valueOf } from '../../shared/contracts/collection-search.ts'
import { ALLOCATION_FIELDS } from '../../shared/contracts/collections.ts'
import { onlyValues } from '../../shared/contracts/filter-bounds.ts'
import {
  type AllocationsNamed,
  listAllocations,
  UNLISTED_ALLOCATION_FIELDS,
} from '../../shared/repository/allocation-list.ts'
import { membersOfAny } from '../../shared/repository/batches/members.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { page } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

const fields = ALLOCATION_FIELDS
type Field = keyof typeof fields

// GET /payout-request-allocations
// Conditions on `id`, `payoutRequestId` and `batchId` are answered from keys and members: they do not lag (rules §1).
export const handler = apiOperation({
  operationId: 'GetPayoutRequestAllocationCollection',
  answers: { 200: z.array(AllocationRepresentation) },

  async perform({ event, linkTo }, { table }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields })

    const search = searchFor(query, { fields, valueOf: valueOf<Field>, unlisted: UNLISTED_ALLOCATION_FIELDS })
    const found = await listAllocations(table, search, await named(table, query))

    const allocations = found.things.map((view) => representAllocation(view, linkTo))
    return page(allocations, { ...found, ...query })
  },
})

async function named(
  table: OrganizationTable,
  { filter }: CollectionQuery<Field>,
): Promise<AllocationsNamed | undefined> {
  const ids = onlyValues(filter, 'id')
  if (ids) return { ids: [...new Set(ids)] }
  const batches = onlyValues(filter, 'batchId')
  const requests = onlyValues(filter, 'payoutRequestId') ?? (batches && (await membersOfAny(table, batches)))
  return requests && { payoutRequestIds: [...new Set(requests)] }
}

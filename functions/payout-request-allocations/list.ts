import * as z from 'zod'
import { asksFor } from '../../shared/contracts/accept.ts'
import {
  AllocationRepresentation,
  type AllocationView,
  representAllocation,
} from '../../shared/contracts/allocation.ts'
import { ALLOCATION_COLUMNS, allocationRow } from '../../shared/contracts/allocation-csv.ts'
import { type CollectionQuery, readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { searchFor, valueOf } from '../../shared/contracts/collection-search.ts'
import { ALLOCATION_FIELDS } from '../../shared/contracts/collections.ts'
import { CSV_MEDIA_TYPE, csvOf } from '../../shared/contracts/csv.ts'
import { onlyValues } from '../../shared/contracts/filter-bounds.ts'
import type { LinkTo } from '../../shared/contracts/links.ts'
import {
  type AllocationsNamed,
  listAllocations,
  UNLISTED_ALLOCATION_FIELDS,
} from '../../shared/repository/allocation-list.ts'
import { membersOfAny } from '../../shared/repository/batches/members.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { transactionsAt } from '../../shared/repository/transaction-list.ts'
import { csvPage, page } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { header } from '../entry/caller.ts'

const fields = ALLOCATION_FIELDS
type Field = keyof typeof fields

// GET /payout-request-allocations
// Conditions on `id`, `payoutRequestId` and `batchId` are answered from keys and members: they do not lag (rules §1).
// `Accept: text/csv` gets the same page as a file for reconciliation.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestAllocationCollection',
  answers: { 200: z.array(AllocationRepresentation) },

  async perform({ event, linkTo }, { table }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields })

    const search = searchFor(query, { fields, valueOf: valueOf<Field>, unlisted: UNLISTED_ALLOCATION_FIELDS })
    const found = await listAllocations(table, search, await named(table, query))

    const pagination = { ...found, ...query }
    if (asksFor(CSV_MEDIA_TYPE, header(event.headers, 'Accept')))
      return csvPage(await fileOf(table, found.things, linkTo), pagination)
    return page(
      found.things.map((view) => representAllocation(view, linkTo)),
      pagination,
    )
  },
})

/** The gateways' references stand with the payments, which a list need not read. */
async function fileOf(
  table: OrganizationTable,
  views: readonly AllocationView[],
  linkTo: LinkTo,
): Promise<string> {
  const ids = views.flatMap(({ allocation }) => allocation.transactionId ?? [])
  const payments = new Map((await transactionsAt(table, ids)).map((payment) => [payment.id, payment]))
  const rows = views.map((view) => {
    const payment = payments.get(view.allocation.transactionId ?? '')
    return allocationRow(view, representAllocation(view, linkTo), payment?.gatewayTransactionId ?? null)
  })
  return csvOf(ALLOCATION_COLUMNS, rows)
}

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

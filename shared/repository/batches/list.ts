import * as z from 'zod'
import { BATCH_STATUSES, type Batch } from '../../domain/batch.ts'
import { isWellFormedId } from '../../domain/identifiers.ts'
import { batchKey } from '../keys.ts'
import { type Listed, type Page, pageOf, type Search, searchListing } from '../listing.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { getItems, keyText } from '../read.ts'
import { orNull } from '../stored.ts'
import { batchFrom } from './batch-item.ts'

/** What the index `listing` knows of a batch; its item adds the rest. */
const BatchEntry = z.object({
  id: z.string(),
  status: z.enum(BATCH_STATUSES),
  description: orNull(z.string()),
  createdTime: z.string(),
})

export type ListedBatch = z.infer<typeof BatchEntry> & {
  readonly [Field in (typeof UNLISTED_BATCH_FIELDS)[number]]?: string | number
}

/** What only items know: see INDEXES. */
export const UNLISTED_BATCH_FIELDS = [
  'userId',
  'totalCount',
  'customerCount',
  'successCount',
  'failureCount',
  'updatedTime',
] as const

/** A page of committed batches. Where `ids` names all that can match, no index is asked and nothing lags. */
export async function listBatches(
  table: OrganizationTable,
  search: Search<ListedBatch>,
  ids?: readonly string[],
): Promise<Page<Batch>> {
  const page = ids
    ? pageOf((await batchesAt(table, ids)).map(listed), search)
    : await searchListing(table, batchesInIndex(table), search)
  const things = (
    await batchesAt(
      table,
      page.things.map(({ id }) => id),
    )
  ).filter((batch) => search.matches(listed(batch)))
  return { ...page, things, total: page.total - (page.things.length - things.length) }
}

const batchesInIndex = (table: OrganizationTable): Listed<ListedBatch> => ({
  index: 'listing',
  type: 'batch',
  entryFrom: (entry) => BatchEntry.parse(entry),
  complete: async (entries) =>
    (
      await batchesAt(
        table,
        entries.map(({ id }) => id),
      )
    ).map(listed),
})

const listed = (batch: Batch): ListedBatch => ({
  id: batch.id,
  status: batch.status,
  description: batch.description,
  createdTime: batch.createdTime,
  userId: batch.userId,
  totalCount: batch.totals.totalCount,
  customerCount: batch.totals.customerCount,
  successCount: batch.successCount,
  failureCount: batch.failureCount,
  updatedTime: batch.updatedTime,
})

async function batchesAt(table: OrganizationTable, ids: readonly string[]): Promise<Batch[]> {
  const key = (id: string) => batchKey(table.organization, id)
  const metas = await getItems(table, ids.filter(isWellFormedId).map(key))
  return ids.flatMap((id) => batchFrom(metas.get(keyText(key(id)))) ?? [])
}

import * as z from 'zod'
import { BLOCK_REASONS, PAYOUT_REQUEST_STATUSES, SPLIT_REASONS } from '../domain/payout-request.ts'
import type { Item } from './client.ts'
import { type Listed, type Page, pageOf, type Search, searchListing } from './listing.ts'
import { batchesOf } from './membership.ts'
import type { OrganizationTable } from './organization-table.ts'
import { hasTextItem, requestFrom } from './payout-request-item.ts'
import { metasOf, type RequestView, viewsOf } from './payout-request-views.ts'
import { minor, orNull } from './stored.ts'

/** What the index `listing` knows of a request; its item adds the rest. */
export type ListedRequest = z.infer<typeof ListedRequest> & {
  readonly updatedTime?: string
  readonly batchId?: string | null
}

export const ListedRequest = z.object({
  id: z.string(),
  status: z.enum(PAYOUT_REQUEST_STATUSES),
  currency: z.string(),
  amountMinor: minor,
  customerId: z.string(),
  websiteId: z.string(),
  blocked: z.boolean(),
  blockReason: orNull(z.enum(BLOCK_REASONS)),
  splitReason: orNull(z.enum(SPLIT_REASONS)),
  createdTime: z.string(),
})

/** What only items know: see INDEXES. */
export const UNLISTED_REQUEST_FIELDS = ['updatedTime', 'batchId'] as const

export interface RequestPage extends Page<RequestView> {
  /** The page's size: smaller than asked for where the answer would become too large. */
  readonly limit: number
}

/**
 * A page of payout requests. Where `ids` names all that can match, no index is asked and nothing lags. What is shown
 * is read consistently, and left out when it has ceased to match.
 */
export async function listPayoutRequests(
  table: OrganizationTable,
  search: Search<ListedRequest>,
  ids?: readonly string[],
): Promise<RequestPage> {
  const page = ids
    ? pageOf(await completeRequests(table, ids), search)
    : await searchListing(table, requestsInIndex(table), search)
  const { metas, taken } = await metasForAnswer(table, page.things.map(idOf))
  const views = (await viewsOf(table, metas)).filter(({ request, batchId }) =>
    search.matches({ ...request, batchId }),
  )
  return {
    things: views,
    limit: taken < page.things.length ? taken : search.limit,
    total: page.total - (taken - views.length),
    totalRelation: page.totalRelation,
  }
}

const requestsInIndex = (table: OrganizationTable): Listed<ListedRequest> => ({
  index: 'listing',
  type: 'payout-request',
  entryFrom: (entry) => ListedRequest.parse(entry),
  complete: (entries) => completeRequests(table, entries.map(idOf)),
})

const idOf = ({ id }: { readonly id: string }): string => id

/** Those that exist, in the order of their ids, with all that a filter may ask for. */
async function completeRequests(table: OrganizationTable, ids: readonly string[]): Promise<ListedRequest[]> {
  const requests = (await metasOf(table, ids)).flatMap((meta) => (meta ? [requestFrom(meta)] : []))
  const batches = await batchesOf(table, requests)
  return requests.map((request) => ({ ...request, batchId: batches.get(request.id) ?? null }))
}

/** Rules §1: a page ends early at 4 MB; Lambda's answers end at 6. Reckoned before allocations are read. */
const ANSWER_BYTES_LIMIT = 4_000_000
const BYTES_PER_REQUEST = 1_500
const BYTES_PER_TEXT_ITEM = 6_000
const BYTES_PER_ALLOCATION = 1_500

/** As many items as an answer carries, at least one, and how many of the ids that took. */
async function metasForAnswer(
  table: OrganizationTable,
  ids: readonly string[],
): Promise<{ readonly metas: readonly Item[]; readonly taken: number }> {
  const metas: Item[] = []
  let bytes = 0
  for (const [taken, meta] of (await metasOf(table, ids)).entries()) {
    if (!meta) continue
    bytes += BYTES_PER_REQUEST + allocationCount(meta) * BYTES_PER_ALLOCATION
    if (hasTextItem(meta)) bytes += BYTES_PER_TEXT_ITEM
    if (bytes > ANSWER_BYTES_LIMIT && metas.length > 0) return { metas, taken }
    metas.push(meta)
  }
  return { metas, taken: ids.length }
}

const allocationCount = (meta: Item): number => requestFrom(meta).allocationCount

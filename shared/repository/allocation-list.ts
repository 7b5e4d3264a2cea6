import * as z from 'zod'
import { ALLOCATION_STATUSES, type Allocation } from '../domain/allocation.ts'
import { locateAllocation } from '../domain/identifiers.ts'
import { allocationFrom } from './allocation-item.ts'
import { uncoveredAmong } from './cover.ts'
import { allocationKey, type Key } from './keys.ts'
import {
  EXAMINED_ENTRIES_LIMIT,
  type Listed,
  narrowTheFilter,
  type Page,
  pageOf,
  type Search,
  searchListing,
} from './listing.ts'
import { batchesOf } from './membership.ts'
import type { OrganizationTable } from './organization-table.ts'
import { requestFrom } from './payout-request-item.ts'
import { metasOf } from './payout-request-views.ts'
import { getItems, keyText } from './read.ts'
import { minor, orNull } from './stored.ts'

/** What the index `listing` knows of an allocation; its item and its request's add the rest. */
export type ListedAllocation = z.infer<typeof ListedAllocation> & {
  readonly updatedTime?: string
  readonly batchId?: string | null
}

export const ListedAllocation = z.object({
  id: z.string(),
  payoutRequestId: z.string(),
  customerId: z.string(),
  paymentInstrumentId: z.string(),
  gatewayAccountId: z.string(),
  paymentMethod: z.string(),
  status: z.enum(ALLOCATION_STATUSES),
  currency: z.string(),
  amountMinor: minor,
  transactionId: orNull(z.string()),
  runId: orNull(z.string()),
  createdTime: z.string(),
})

/** What only items know: see INDEXES. */
export const UNLISTED_ALLOCATION_FIELDS = ['updatedTime', 'batchId'] as const

interface HeldAllocation {
  readonly allocation: Allocation
  /** The committed batch that holds its request. */
  readonly batchId: string | null
}

export interface AllocationView extends HeldAllocation {
  /** Whether its pair covers it no more. */
  readonly uncovered: boolean
}

/** The ids of all that can match, where they are known: then no index is asked and nothing lags. */
export type AllocationsNamed =
  | { readonly ids: readonly string[] }
  | { readonly payoutRequestIds: readonly string[] }

/** A page of allocations, read consistently; one that has ceased to match is left out. */
export async function listAllocations(
  table: OrganizationTable,
  search: Search<ListedAllocation>,
  named?: AllocationsNamed,
): Promise<Page<AllocationView>> {
  const page = named
    ? pageOf((await heldAt(table, await keysOf(table, named))).map(listed), search)
    : await searchListing(table, allocationsInIndex(table), search)
  const found = (await heldAt(table, keysOfIds(table, page.things.map(idOf)))).filter((held) =>
    search.matches(listed(held)),
  )
  return {
    ...page,
    things: await withCover(table, found),
    total: page.total - (page.things.length - found.length),
  }
}

async function withCover(
  table: OrganizationTable,
  found: readonly HeldAllocation[],
): Promise<AllocationView[]> {
  const uncovered = await uncoveredAmong(
    table,
    found.map(({ allocation }) => allocation),
  )
  return found.map((held) => ({ ...held, uncovered: uncovered.has(held.allocation.id) }))
}

const allocationsInIndex = (table: OrganizationTable): Listed<ListedAllocation> => ({
  index: 'listing',
  type: 'allocation',
  entryFrom: (entry) => ListedAllocation.parse(entry),
  complete: async (entries) => (await heldAt(table, keysOfIds(table, entries.map(idOf)))).map(listed),
})

const idOf = ({ id }: { readonly id: string }): string => id

const listed = ({ allocation, batchId }: HeldAllocation): ListedAllocation => ({ ...allocation, batchId })

const keysOf = (table: OrganizationTable, named: AllocationsNamed): Promise<Key[]> | Key[] =>
  'ids' in named ? keysOfIds(table, named.ids) : keysOfRequests(table, named.payoutRequestIds)

/** An id says where its allocation lives; one that we never gave out is nowhere. */
export const keysOfIds = (table: OrganizationTable, ids: readonly string[]): Key[] =>
  ids.flatMap((id) => {
    const place = locateAllocation(id)
    return place ? [allocationKey(table.organization, place.payoutRequestId, place.number)] : []
  })

async function keysOfRequests(table: OrganizationTable, ids: readonly string[]): Promise<Key[]> {
  const requests = (await metasOf(table, ids)).flatMap((meta) => (meta ? [requestFrom(meta)] : []))
  const count = requests.reduce((sum, { allocationCount }) => sum + allocationCount, 0)
  if (count > EXAMINED_ENTRIES_LIMIT) throw narrowTheFilter()
  return requests.flatMap(({ id, allocationCount }) =>
    Array.from({ length: allocationCount }, (_, i) => allocationKey(table.organization, id, i + 1)),
  )
}

/** Those that exist, in the order of their keys. */
async function heldAt(table: OrganizationTable, keys: readonly Key[]): Promise<HeldAllocation[]> {
  const items = await getItems(table, keys)
  const allocations = keys.flatMap((key) => {
    const item = items.get(keyText(key))
    return item ? [allocationFrom(item)] : []
  })
  const metas = await metasOf(table, [...new Set(allocations.map(({ payoutRequestId }) => payoutRequestId))])
  const batches = await batchesOf(
    table,
    metas.flatMap((meta) => (meta ? [requestFrom(meta)] : [])),
  )
  return allocations.map((allocation) => ({
    allocation,
    batchId: batches.get(allocation.payoutRequestId) ?? null,
  }))
}

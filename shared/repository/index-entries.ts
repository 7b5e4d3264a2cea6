import type { Item } from './client.ts'
import { createdBetween, createdTimeOf, LISTING_SHARDS, type ListedType, listingShard } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { queryPage } from './read.ts'
import { INDEXES } from './table.ts'

export interface EntryRange {
  readonly index: 'listing' | 'available'
  readonly type: ListedType
  readonly created: Span
  readonly descending: boolean
}

/** From one time to another, both included; null is open. */
export interface Span {
  readonly from: string | null
  readonly to: string | null
}

/** All entries of a range by (createdTime, id), in the portions in which they arrive from the shards. */
export async function* entriesInOrder(
  table: OrganizationTable,
  range: EntryRange,
): AsyncGenerator<readonly Item[]> {
  const { from, to } = createdBetween(range.created.from, range.created.to)
  if (from > to) return
  const shards = Array.from({ length: LISTING_SHARDS }, (_, shard) => unread(table, range, shard))
  for (;;) {
    await Promise.all(shards.map((shard) => fill(table, range, shard)))
    const portion = merge(shards, range.descending)
    if (portion.length === 0) return
    yield portion
  }
}

/** Eight of these are what one call examines: what is read and not needed stays small. */
const ENTRIES_PER_QUERY = 2_500

interface Shard {
  readonly partition: string
  /** Read and not yet taken; the next one is the last. */
  readonly entries: Entry[]
  /** Where reading goes on; null when nothing is left to read. */
  next: Record<string, unknown> | undefined | null
}

interface Entry {
  readonly place: string
  readonly item: Item
}

const unread = (table: OrganizationTable, { type }: EntryRange, shard: number): Shard => ({
  partition: listingShard(table.organization, type, shard),
  entries: [],
  next: undefined,
})

/** Reads on where nothing is left to take. */
async function fill(table: OrganizationTable, range: EntryRange, shard: Shard): Promise<void> {
  const { partitionKey, sortKey } = INDEXES[range.index]
  const { from, to } = createdBetween(range.created.from, range.created.to)
  while (shard.entries.length === 0 && shard.next !== null) {
    const { Items = [], LastEvaluatedKey = null } = await queryPage(table, {
      IndexName: range.index,
      KeyConditionExpression: `${partitionKey} = :shard AND ${sortKey} BETWEEN :from AND :to`,
      ExpressionAttributeValues: { ':shard': shard.partition, ':from': from, ':to': to },
      ScanIndexForward: !range.descending,
      Limit: ENTRIES_PER_QUERY,
      ExclusiveStartKey: shard.next,
    })
    shard.next = LastEvaluatedKey
    shard.entries.push(...Items.toReversed().map((item) => entryOf(item, String(item[sortKey]))))
  }
}

/** The index holds the creation time as the first half of its sort key only. */
const entryOf = (item: Item, place: string): Entry => ({
  place,
  item: { ...item, createdTime: createdTimeOf(place) },
})

/** Takes the first of all shards' next entries, until one of them must be read on. */
function merge(shards: readonly Shard[], descending: boolean): Item[] {
  const merged: Item[] = []
  for (;;) {
    const first = firstOf(shards, descending)
    const entry = first?.entries.pop()
    if (!first || !entry) return merged
    merged.push(entry.item)
    if (first.entries.length === 0 && first.next !== null) return merged
  }
}

function firstOf(shards: readonly Shard[], descending: boolean): Shard | undefined {
  let first: { readonly shard: Shard; readonly place: string } | undefined
  for (const shard of shards) {
    const place = shard.entries.at(-1)?.place
    if (place !== undefined && (first === undefined || place < first.place !== descending))
      first = { shard, place }
  }
  return first?.shard
}

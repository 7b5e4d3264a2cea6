import type { Item, Table } from './client.ts'
import {
  batchPartitions,
  dueUntil,
  type Key,
  LISTING_SHARDS,
  type OpenKind,
  openBatchOf,
  openShard,
  openShardOf,
  organizationOf,
} from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { requestOf, waitingSince } from './payout-request-keys.ts'
import { queryPages } from './read.ts'
import { INDEXES } from './table.ts'

/** What the index `open` knows of unfinished work on batches: whose, which, and which change of it. */
export interface OpenBatch {
  readonly organization: string
  readonly batch: string
  readonly change: string | null
}

/** An organization's batches that are not at rest, also those somebody is at work on. */
export async function openBatchesOf(table: OrganizationTable): Promise<OpenBatch[]> {
  const { partitionKey } = INDEXES.open
  const open: OpenBatch[] = []
  for await (const page of queryPages(table, {
    IndexName: 'open',
    KeyConditionExpression: `${partitionKey} = :shard`,
    FilterExpression: 'begins_with(pk, :own)',
    ExpressionAttributeValues: {
      ':shard': openShardOf('batch', table.organization),
      ':own': batchPartitions(table.organization),
    },
  }))
    open.push(...page.map(openBatchFrom))
  return open
}

/** Where an entry of `open` stands, and since when it has been due. */
export interface DueEntry extends Key {
  readonly dueKey: string
}

/** Every organization's work of a kind that somebody has to look after by now, page by page, longest due first in each shard. */
export async function* dueWork(
  table: Table,
  kind: OpenKind,
  now: Date,
  pageSize: number,
): AsyncGenerator<DueEntry[]> {
  const { partitionKey, sortKey } = INDEXES.open
  for (const shard of inAnyOrder(LISTING_SHARDS))
    for await (const page of queryPages(table, {
      IndexName: 'open',
      KeyConditionExpression: `${partitionKey} = :shard AND ${sortKey} < :until`,
      ExpressionAttributeValues: {
        ':shard': openShard(kind, shard),
        ':until': dueUntil(now.toISOString()),
      },
      Limit: pageSize,
    }))
      yield page.map((item) => ({ ...keyFrom(item), dueKey: String(item.dueKey) }))
}

/** The ids of the requests that have been waiting at a website to become ready, since then or longer, page by page. */
export async function* requestsWaiting(
  table: OrganizationTable,
  website: string,
  since: string,
): AsyncGenerator<string[]> {
  const { partitionKey, sortKey } = INDEXES.open
  for (const { shard, until } of waitingSince(table.organization, website, since))
    for await (const page of queryPages(table, {
      IndexName: 'open',
      KeyConditionExpression: `${partitionKey} = :shard AND ${sortKey} < :until`,
      ExpressionAttributeValues: { ':shard': shard, ':until': until },
      Limit: WAITING_PER_PAGE,
    }))
      yield page.map((item) => requestOf(keyFrom(item)))
}

/** They are looked at one by one, so many side by side. */
const WAITING_PER_PAGE = 32

const openBatchFrom = (item: Item): OpenBatch => {
  const key = keyFrom(item)
  return { organization: organizationOf(key), ...openBatchOf(key) }
}

const keyFrom = ({ pk, sk }: Item): Key => ({ pk: String(pk), sk: String(sk) })

/** No shard always comes last when time is short. */
const inAnyOrder = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => ({ i, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ i }) => i)

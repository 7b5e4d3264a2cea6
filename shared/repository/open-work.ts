import type { Item, Table } from './client.ts'
import {
  batchPartitions,
  dueUntil,
  LISTING_SHARDS,
  type OpenKind,
  openBatchOf,
  openShard,
  openShardOf,
  organizationOf,
} from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { type OpenPayment, openPaymentOf } from './payment-keys.ts'
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

/** Every organization's batches that somebody has to look after by now, page by page, longest due first in each shard. */
export async function* dueBatches(table: Table, now: Date, pageSize: number): AsyncGenerator<OpenBatch[]> {
  for await (const page of dueEntries(table, 'batch', now, pageSize)) yield page.map(openBatchFrom)
}

/** Every organization's payments whose order has to be sent again by now, likewise. */
export async function* duePayments(table: Table, now: Date, pageSize: number): AsyncGenerator<OpenPayment[]> {
  for await (const page of dueEntries(table, 'payment', now, pageSize))
    yield page.map(({ pk, sk, dueKey }) =>
      openPaymentOf({ pk: String(pk), sk: String(sk), dueKey: String(dueKey) }),
    )
}

async function* dueEntries(
  table: Table,
  kind: OpenKind,
  now: Date,
  pageSize: number,
): AsyncGenerator<Item[]> {
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
      yield page
}

const openBatchFrom = ({ pk, sk }: Item): OpenBatch => {
  const key = { pk: String(pk), sk: String(sk) }
  return { organization: organizationOf(key), ...openBatchOf(key) }
}

/** No shard always comes last when time is short. */
const inAnyOrder = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => ({ i, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ i }) => i)

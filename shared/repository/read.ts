import { BatchGetCommand, GetCommand, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import type { Item, Table } from './client.ts'
import type { Key } from './keys.ts'
import { busy, pauseAfter } from './patience.ts'

/** DynamoDB: one BatchGetItem takes so many keys. */
export const BATCH_GET_LIMIT = 100

/** Reads consistently: a decision never rests on an old copy. */
export async function getItem(table: Table, key: Key): Promise<Item | undefined> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }),
  )
  return Item
}

/** Reads any number of items consistently, in parallel; what is not there is not in the answer. Keys must differ. */
export async function getItems(table: Table, keys: readonly Key[]): Promise<Map<string, Item>> {
  const pages = Array.from({ length: Math.ceil(keys.length / BATCH_GET_LIMIT) }, (_, page) =>
    getPage(table, keys.slice(page * BATCH_GET_LIMIT, (page + 1) * BATCH_GET_LIMIT)),
  )
  const items = (await Promise.all(pages)).flat()
  return new Map(items.map((item) => [keyText({ pk: String(item.pk), sk: String(item.sk) }), item]))
}

/** How `getItems` names what it found. */
export const keyText = (key: Key): string => `${key.pk} ${key.sk}`

/** Reads a whole partition or a range of it. */
export async function queryAll(table: Table, query: Omit<QueryCommandInput, 'TableName'>): Promise<Item[]> {
  const items: Item[] = []
  for await (const page of paginateQuery({ client: table.client }, { TableName: table.name, ...query }))
    items.push(...(page.Items ?? []))
  return items
}

async function getPage(table: Table, keys: readonly Key[]): Promise<Item[]> {
  const found: Item[] = []
  let left: readonly Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }))
  for (let tries = 0; ; tries++) {
    const answer = await table.client.send(
      new BatchGetCommand({ RequestItems: { [table.name]: { Keys: [...left], ConsistentRead: true } } }),
    )
    found.push(...(answer.Responses?.[table.name] ?? []))
    left = answer.UnprocessedKeys?.[table.name]?.Keys ?? []
    if (left.length === 0) return found
    if (!(await table.patience.pause(pauseAfter(tries)))) throw busy()
  }
}

import {
  BatchGetCommand,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb'
import type { Item, Table } from './client.ts'
import type { Key } from './keys.ts'
import { busy, pauseAfter, untilHeard } from './patience.ts'

/** DynamoDB: one BatchGetItem takes so many keys. */
export const BATCH_GET_LIMIT = 100

/** Reads consistently: a decision never rests on an old copy. */
export async function getItem(table: Table, key: Key): Promise<Item | undefined> {
  const get = new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true })
  const { Item } = await untilHeard(table.patience, () => table.client.send(get))
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
export async function queryAll(table: Table, query: Query): Promise<Item[]> {
  const items: Item[] = []
  for await (const page of queryPages(table, query)) items.push(...page)
  return items
}

/** The same, page by page: whoever has enough reads no more. */
export async function* queryPages(table: Table, query: Query): AsyncGenerator<Item[]> {
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey']
  do {
    const { Items = [], LastEvaluatedKey } = await queryPage(table, { ...query, ExclusiveStartKey })
    yield Items
    ExclusiveStartKey = LastEvaluatedKey
  } while (ExclusiveStartKey)
}

export const queryPage = (table: Table, query: Query): Promise<QueryCommandOutput> =>
  untilHeard(table.patience, () => table.client.send(new QueryCommand({ TableName: table.name, ...query })))

type Query = Omit<QueryCommandInput, 'TableName'>

async function getPage(table: Table, keys: readonly Key[]): Promise<Item[]> {
  const found: Item[] = []
  let left: readonly Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }))
  for (let tries = 0; ; tries++) {
    const get = new BatchGetCommand({
      RequestItems: { [table.name]: { Keys: [...left], ConsistentRead: true } },
    })
    const answer = await untilHeard(table.patience, () => table.client.send(get))
    found.push(...(answer.Responses?.[table.name] ?? []))
    left = answer.UnprocessedKeys?.[table.name]?.Keys ?? []
    if (left.length === 0) return found
    if (!(await table.patience.pause(pauseAfter(tries)))) throw busy()
  }
}

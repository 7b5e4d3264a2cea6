import type { JsonObject } from '../json.ts'
import { objectAt, objectsAt } from '../json.ts'
import type { DynamoDbClient } from './dynamodb-client.ts'

/** Index lag, at its worst: while frozen, queries on a table's indexes see it as it was at the freezing. */
export interface FrozenIndexes {
  freeze(tableName: string): Promise<void>
  thaw(): Promise<void>
  /** The table that such queries read instead. */
  copyOf(tableName: string): string | undefined
}

export function frozenIndexes(client: DynamoDbClient): FrozenIndexes {
  const copies = new Map<string, string>()
  const thaw = async () => {
    for (const [table, copy] of copies) {
      copies.delete(table)
      await client.call('DeleteTable', { TableName: copy })
    }
  }
  return {
    async freeze(tableName) {
      await thaw()
      const copy = `${tableName}.frozen`
      await client.call('CreateTable', { ...(await shapeOf(client, tableName)), TableName: copy })
      await copyItems(client, tableName, copy)
      copies.set(tableName, copy)
    },
    thaw,
    copyOf: (tableName) => copies.get(tableName),
  }
}

async function shapeOf(client: DynamoDbClient, tableName: string): Promise<JsonObject> {
  const table = objectAt(await client.call('DescribeTable', { TableName: tableName }), 'Table')
  const indexes = objectsAt(table, 'GlobalSecondaryIndexes').map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    Projection,
  }))
  return {
    AttributeDefinitions: table['AttributeDefinitions'],
    KeySchema: table['KeySchema'],
    GlobalSecondaryIndexes: indexes,
    BillingMode: 'PAY_PER_REQUEST',
  }
}

/** DynamoDB takes 25 writes in a batch. */
const BATCH_LIMIT = 25

async function copyItems(client: DynamoDbClient, from: string, to: string): Promise<void> {
  let start: unknown
  do {
    const page: JsonObject = await client.call('Scan', { TableName: from, ExclusiveStartKey: start })
    const items = objectsAt(page, 'Items')
    for (let at = 0; at < items.length; at += BATCH_LIMIT) {
      const requests = items.slice(at, at + BATCH_LIMIT).map((Item) => ({ PutRequest: { Item } }))
      await client.call('BatchWriteItem', { RequestItems: { [to]: requests } })
    }
    start = page['LastEvaluatedKey']
  } while (start !== undefined)
}

import type { DynamoDbClient } from './endpoint/dynamodb-client.ts'
import { objectAt, objectsAt, textAt } from './json.ts'
import type { TableDescription } from './template/tables.ts'

/** Makes the tables that are not there yet. One that is there and has other indexes is of another version. */
export async function createTables(
  client: DynamoDbClient,
  tables: readonly TableDescription[],
): Promise<void> {
  const { TableNames } = await client.call('ListTables', {})
  for (const table of tables) {
    if (Array.isArray(TableNames) && TableNames.includes(table.name)) await demandSameIndexes(client, table)
    else await create(client, table)
  }
}

async function create(client: DynamoDbClient, { name, creation, timeToLiveAttribute }: TableDescription) {
  await client.call('CreateTable', creation)
  if (timeToLiveAttribute === undefined) return
  await client.call('UpdateTimeToLive', {
    TableName: name,
    TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
  })
}

async function demandSameIndexes(
  client: DynamoDbClient,
  { name, creation }: TableDescription,
): Promise<void> {
  const found = objectAt(await client.call('DescribeTable', { TableName: name }), 'Table')
  const [kept, wanted] = [found, creation].map((table) =>
    objectsAt(table, 'GlobalSecondaryIndexes')
      .map((index) => textAt(index, 'IndexName') ?? '')
      .sort((a, b) => a.localeCompare(b))
      .join(', '),
  )
  if (kept === wanted) return
  throw new Error(
    `The kept table ${name} has the indexes ${kept} and not ${wanted}: start with another directory`,
  )
}

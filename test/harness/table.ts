import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { startDynamoDb } from '../../infra/local/dynamodb-process.ts'
import { documentClient } from '../../shared/repository/client.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { INDEXES, TABLE } from '../../shared/repository/table.ts'
import { patience } from '../../shared/runtime/clock.ts'

export interface TestTable {
  readonly endpoint: string
  readonly name: string
  /** The table as an organization sees it; every test takes a new organization. */
  as(organization: string, budgetMilliseconds?: number): OrganizationTable
  stop(): Promise<void>
}

const TEST_TABLE = 'payout-desk-test'

/** A real dynoxide process of this worker's own, with the real indexes; environment variables point the handlers at it. */
export async function startTestTable(): Promise<TestTable> {
  const { endpoint, stop } = await startDynamoDb()
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TABLE_NAME: TEST_TABLE,
    STAGE: 'local',
    PUBLIC_BASE_URL: '',
    PAYOUTS_STOPPED: 'false',
    ALLOWS_PRIVATE_ADDRESSES: 'false',
  })
  const client = new DynamoDBClient({})
  await client.send(new CreateTableCommand(tableNamed(TEST_TABLE)))
  const documents = documentClient(client)
  return {
    endpoint,
    name: TEST_TABLE,
    as: (organization, budgetMilliseconds = 4_000) => ({
      client: documents,
      name: TEST_TABLE,
      patience: patience(budgetMilliseconds),
      organization,
    }),
    stop,
  }
}

const keySchema = (partitionKey: string, sortKey: string) => [
  { AttributeName: partitionKey, KeyType: 'HASH' as const },
  { AttributeName: sortKey, KeyType: 'RANGE' as const },
]

const keyAttributes = new Set([
  TABLE.partitionKey,
  TABLE.sortKey,
  ...Object.values(INDEXES).flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]),
])

/** What CreateTable is asked for a table like the product's. */
export const tableNamed = (TableName: string) => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: keySchema(TABLE.partitionKey, TABLE.sortKey),
  AttributeDefinitions: [...keyAttributes].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  GlobalSecondaryIndexes: Object.entries(INDEXES).map(([IndexName, { partitionKey, sortKey, projects }]) => ({
    IndexName,
    KeySchema: keySchema(partitionKey, sortKey),
    Projection:
      projects.length === 0
        ? { ProjectionType: 'KEYS_ONLY' as const }
        : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...projects] },
  })),
})

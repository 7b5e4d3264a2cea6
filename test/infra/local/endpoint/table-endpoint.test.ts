import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type DynamoDbProcess, startDynamoDb } from '../../../../infra/local/dynamodb-process.ts'
import { totalsOf } from '../../../../infra/local/endpoint/counts.ts'
import { startTableEndpoint, type TableEndpoint } from '../../../../infra/local/endpoint/table-endpoint.ts'
import { TABLE } from '../table.ts'

let dynamoDb: DynamoDbProcess
let endpoint: TableEndpoint
let client: DynamoDBClient

beforeAll(async () => {
  dynamoDb = await startDynamoDb()
  endpoint = await startTableEndpoint(dynamoDb.endpoint)
  client = clientFor('pay')
  await client.send(new CreateTableCommand(TABLE))
})
afterEach(() => endpoint.faults.clear())
afterAll(async () => {
  client.destroy()
  await endpoint.stop()
  await dynamoDb.stop()
})

test('counts requests and units for each caller and hides the capacity nobody asked for', async () => {
  const before = endpoint.counts.snapshot()
  const put = await client.send(new PutItemCommand({ TableName, Item: thing('counted', 'coin') }))
  await client.send(
    new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: thing('in-transaction') } }] }),
  )
  const asked = await clientFor('read').send(
    new QueryCommand({
      TableName,
      IndexName: 'kinds',
      KeyConditionExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':kind': { S: 'coin' } },
      ReturnConsumedCapacity: 'TOTAL',
    }),
  )

  const since = endpoint.counts.since(before)
  expect(put.ConsumedCapacity).toBeUndefined()
  expect(asked.ConsumedCapacity?.CapacityUnits).toBe(0.5)
  expect(since.functions['pay']).toEqual({
    invocations: 0,
    requests: { 'dynamodb:PutItem': 1, 'dynamodb:TransactWriteItems': 1 },
    tableWriteUnits: 3,
    indexWriteUnits: 1,
    readUnits: 0,
  })
  expect(totalsOf(since)).toMatchObject({ dynamodbRequests: 3, readUnits: 0.5 })
})

test('a lost answer has had its effect, a lost request has not', async () => {
  const once = clientFor('pay', 1)
  endpoint.faults.inject({ kind: 'lost-answer', action: 'dynamodb:PutItem', times: 1 })
  await expect(once.send(new PutItemCommand({ TableName, Item: thing('applied') }))).rejects.toThrow()
  endpoint.faults.clear()
  endpoint.faults.inject({ kind: 'lost-request', action: 'dynamodb:PutItem', times: 1 })
  await expect(once.send(new PutItemCommand({ TableName, Item: thing('never-arrived') }))).rejects.toThrow()

  expect(await find('applied')).toEqual(thing('applied'))
  expect(await find('never-arrived')).toBeUndefined()
})

test('the SDK repeats a lost request by itself', async () => {
  const fault = endpoint.faults.inject({ kind: 'lost-request', function: 'pay', call: 1 })
  await client.send(new PutItemCommand({ TableName, Item: thing('repeated') }))
  expect(fault.strikes()).toBe(1)
  expect(await find('repeated')).toEqual(thing('repeated'))
})

test.each([
  ['conflict', 'TransactionConflict'],
  ['throttled-transaction', 'ThrottlingError'],
  ['exceeded-transaction', 'ProvisionedThroughputExceeded'],
] as const)('%s cancels a transaction with the reason %s and changes nothing', async (kind, code) => {
  endpoint.faults.inject({ kind })
  const Put = { TableName, Item: thing(kind) }
  const transaction = client.send(
    new TransactWriteItemsCommand({ TransactItems: [{ Put }, { Put: { TableName, Item: thing('other') } }] }),
  )
  await expect(transaction).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'None' }, { Code: code }],
  })
  endpoint.faults.clear()
  expect(await find(kind)).toBeUndefined()
})

test('a conflict refuses a single write, and reads are not struck', async () => {
  endpoint.faults.inject({ kind: 'conflict' })
  await expect(client.send(new PutItemCommand({ TableName, Item: thing('refused') }))).rejects.toMatchObject({
    name: 'TransactionConflictException',
  })
  expect(await find('refused')).toBeUndefined()
})

test('a batch that is struck is done by half', async () => {
  endpoint.faults.inject({ kind: 'unprocessed', times: 2 })
  const requests = ['a', 'b', 'c'].map((id) => ({ PutRequest: { Item: thing(id) } }))
  const written = await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }))
  expect(written.UnprocessedItems?.[TableName]).toEqual([requests[2]])

  const Keys = ['a', 'b', 'c'].map((id) => ({ pk: { S: id }, sk: { S: 'meta' } }))
  const read = await client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }))
  expect(read.Responses?.[TableName]).toHaveLength(2)
  expect(read.UnprocessedKeys?.[TableName]?.Keys).toEqual([Keys[2]])
})

test('frozen indexes do not see what is written, the table does', async () => {
  await client.send(new PutItemCommand({ TableName, Item: thing('early', 'note') }))
  await endpoint.indexes.freeze(TableName)
  await client.send(new PutItemCommand({ TableName, Item: thing('late', 'note') }))
  expect(await idsOf('note')).toEqual(['early'])
  expect(await find('late')).toEqual(thing('late', 'note'))
  await endpoint.indexes.thaw()
  expect(new Set(await idsOf('note'))).toEqual(new Set(['early', 'late']))
})

const { TableName } = TABLE

function clientFor(name: string, maxAttempts = 3): DynamoDBClient {
  const credentials = { accessKeyId: name, secretAccessKey: 'secret' }
  return new DynamoDBClient({ region: 'us-east-1', endpoint: endpoint.url, credentials, maxAttempts })
}

function thing(id: string, kind?: string) {
  return { pk: { S: id }, sk: { S: 'meta' }, ...(kind === undefined ? {} : { kind: { S: kind } }) }
}

async function find(id: string) {
  const Key = { pk: { S: id }, sk: { S: 'meta' } }
  return (await client.send(new GetItemCommand({ TableName, Key }))).Item
}

async function idsOf(kind: string): Promise<(string | undefined)[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'kinds',
      KeyConditionExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':kind': { S: kind } },
    }),
  )
  return Items.map((item) => item['pk']?.S)
}

import { DynamoDBDocumentClient, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Table } from '../../../shared/repository/client.ts'
import { binder } from '../../../shared/repository/expressions.ts'
import { getItem, getItems, queryAll } from '../../../shared/repository/read.ts'
import { attemptAll, type Write } from '../../../shared/repository/write.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'
import { randomBy } from '../random.ts'
import { carriedOut } from '../reading.ts'
import { valueOf } from '../replies.ts'
import { tableStates } from '../table-states.ts'
import { callOf } from './calls.ts'
import { KEYS, someWrites } from './random-writes.ts'
import { canonical } from './values.ts'

/** The model of DynamoDB against a real DynamoDB process: the same writes, the same answers. */

let real: TestTable

beforeAll(async () => {
  real = await startTestTable()
})
afterAll(() => real.stop())

function modelTable(): Table {
  const tables = tableStates()
  let table = tables.seeded([])
  const send = async (command: object) => {
    const request = callOf(command)
    const { reply, changes } = carriedOut(tables, request, table)
    table = tables.changed(table, changes)
    return valueOf(request, reply)
  }
  const client: DynamoDBDocumentClient = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send,
  })
  return { client, name: real.name, patience: { pause: async () => false } }
}

const SEED = Number(process.env['SEED'] ?? Date.now())

describe(`the model of DynamoDB (SEED=${SEED})`, () => {
  it('answers 150 random writes and reads as a real one does', async () => {
    const random = randomBy(SEED)
    const [one, other] = [real.as('o'), modelTable()]
    for (let i = 0; i < 150; i++) {
      const writes = someWrites(random)
      const said = canonical(writes.map(words))
      expect(await outcome(other, writes), said).toEqual(await outcome(one, writes))
      if (i % 10 > 0) continue
      expect(canonical(await everything(other)), said).toBe(canonical(await everything(one)))
    }
  })
})

const outcome = async (table: Table, writes: readonly Write[]) =>
  attemptAll(table, writes).then(canonical, (error: Error) => error.name)

const words = (write: Write) => ({ ...write, when: write.when?.map((condition) => condition(binder())) })

/** Every kind of read that the model knows. */
async function everything(table: Table) {
  const query = (range: Partial<QueryCommandInput>) => queryAll(table, range)
  return {
    items: [...(await getItems(table, KEYS))].sort(),
    item: await getItem(table, { pk: 'p', sk: '1' }),
    partition: await query({
      KeyConditionExpression: 'pk = :p AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':p': 'p', ':from': '1', ':to': '2' },
      ConsistentRead: true,
      Limit: 1,
    }),
    projected: await query({
      KeyConditionExpression: 'pk = :p',
      ProjectionExpression: '#0, #1, #2',
      ExpressionAttributeNames: { '#0': 'sk', '#1': 'bytes', '#2': 'members' },
      ExpressionAttributeValues: { ':p': 'p' },
      ConsistentRead: true,
    }),
    backwards: await query({
      KeyConditionExpression: 'pk = :p AND begins_with(sk, :s)',
      FilterExpression: 'attribute_exists(claim)',
      ExpressionAttributeValues: { ':p': 'q', ':s': '' },
      ConsistentRead: true,
      ScanIndexForward: false,
    }),
    available: await query({
      IndexName: 'available',
      KeyConditionExpression: 'availableKey = :s AND createdKey BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':s': 'shard', ':from': '2030', ':to': '2030' },
    }).then((items) => items.map(canonical).sort()),
  }
}

import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { getItem, getItems, keyText, queryAll } from '../../../shared/repository/read.ts'
import { commit } from '../../../shared/repository/write.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTestTable()
})
afterAll(() => table.stop())

const KEY = { pk: 'ORG#o#THING', sk: 'META' }
const whole = {
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': KEY.pk },
  ConsistentRead: true,
}

it('reads wait for a table that throttles, and find what is there', async () => {
  const calm = table.as('o')
  await commit(calm, [{ key: KEY, put: { name: 'thing' } }])
  const thing = { ...KEY, name: 'thing' }
  expect(await getItem(throttling(calm, 3), KEY)).toEqual(thing)
  expect((await getItems(throttling(calm, 3), [KEY])).get(keyText(KEY))).toEqual(thing)
  expect(await queryAll(throttling(calm, 3), whole)).toEqual([thing])
})

/** What is left when the SDK has given up: its first calls are refused as too many. */
function throttling(calm: ReturnType<TestTable['as']>, times: number): typeof calm {
  let refused = 0
  const send = async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
    if (refused++ < times) throw Object.assign(new Error('Too many'), { name: 'ThrottlingException' })
    return calm.client.send(command)
  }
  const client: DynamoDBDocumentClient = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send,
  })
  return { ...calm, client }
}

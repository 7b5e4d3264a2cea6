import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TABLE } from './fixture/app.ts'
import { type FixtureStack, startFixture } from './fixture/fixture-stack.ts'

let stack: FixtureStack

beforeAll(async () => {
  stack = await startFixture()
})
afterAll(() => stack.stop())

const table = `arn:aws:dynamodb:us-east-1:000000000000:table/${TABLE}`

test('a function may do what its role says, and that it did is known', async () => {
  const grant = { function: 'fixture-create', action: 'dynamodb:PutItem', resource: table }
  expect(stack.permissions.unused()).toContainEqual(grant)
  expect((await stack.call('POST', '/things', { body: '{"id":"a"}' })).status).toBe(201)
  expect(stack.permissions.granted()).toContainEqual(grant)
  expect(stack.permissions.exercised()).toContainEqual(grant)
  expect(stack.permissions.unused()).not.toContainEqual(grant)
})

test('a function is refused what its role does not say, in the words of AWS', async () => {
  const message =
    `is not authorized to perform: dynamodb:Scan on resource: ${table} ` +
    'because no identity-based policy allows the dynamodb:Scan action'
  await expect(stack.invoke('fixture-trespass', {})).rejects.toThrow(message)
})

test('the operator may do everything, a stranger nothing', async () => {
  const Key = { pk: { S: 'none' }, sk: { S: 'none' } }
  await expect(stack.dynamoDb.send(new GetItemCommand({ TableName: TABLE, Key }))).resolves.toBeDefined()
  const asStranger = fetch(stack.awsEndpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      authorization: 'AWS4-HMAC-SHA256 Credential=stranger/20250101/r/s/aws4_request',
    },
    body: JSON.stringify({ TableName: TABLE, Key }),
  })
  expect(await (await asStranger).json()).toMatchObject({ __type: 'UnrecognizedClientException' })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { type FixtureStack, OPERATOR, startFixture } from './fixture/fixture-stack.ts'

let dataDirectory: string
let stack: FixtureStack

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'kept-'))
  stack = await startFixture({ dataDirectory })
})
afterEach(async () => {
  await stack.stop()
  await rm(dataDirectory, { recursive: true })
})

async function restart() {
  await stack.stop()
  stack = await startFixture({ dataDirectory })
}

const create = (thing: object) => stack.call('POST', '/things', { body: JSON.stringify(thing) })

test('items stay, and a record that was read is not read again', async () => {
  await create({ id: 'before' })
  await stack.quiet()
  await restart()
  await create({ id: 'after' })
  await stack.quiet()
  const marks = await stack.marks('FOLLOWED')
  expect(marks.map((mark) => mark.split('#')[1])).toEqual(['after', 'before'])
})

test('records that were lost and messages that nobody takes stay where they are', async () => {
  await create({ id: 'bad', trouble: 'always' })
  await stack.invoke('fixture-tell', { message: 'poison' })
  await stack.quiet()
  await restart()
  expect(await stack.objectsIn(stack.description.buckets[0]?.name ?? '')).toHaveLength(1)
  const url = stack.description.queues.find(({ name }) => name === 'fixture-dead-letters')?.url
  const received = await asOperator('AmazonSQS.ReceiveMessage', { QueueUrl: url })
  expect(received).toMatchObject({ Messages: [{ Body: 'poison' }] })
})

test('an execution that ran when the stack stopped begins again', async () => {
  await stack.invoke('fixture-tell', { run: ['bad', 'good'], name: 'interrupted' }) // bad waits a second, then tries again
  await eventually(async () => expect(await stack.marks('STEPPED')).toEqual(['good']))
  await restart()
  await stack.quiet()
  const states = new SFNClient({ region: 'us-east-1', endpoint: stack.awsEndpoint, credentials: OPERATOR })
  const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:fixture-machine:interrupted'
  expect(await states.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'SUCCEEDED',
  })
  states.destroy()
})

async function asOperator(target: string, body: object): Promise<unknown> {
  const response = await fetch(stack.awsEndpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': target,
      authorization: 'AWS4-HMAC-SHA256 Credential=operator/20250101/r/s/aws4_request',
    },
    body: JSON.stringify(body),
  })
  return response.json()
}

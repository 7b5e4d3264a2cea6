import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FixtureStack, OPERATOR, startFixture } from './fixture/fixture-stack.ts'

let stack: FixtureStack
let states: SFNClient

beforeAll(async () => {
  stack = await startFixture()
  states = new SFNClient({ region: 'us-east-1', endpoint: stack.awsEndpoint, credentials: OPERATOR })
})
beforeEach(() => stack.faults.clear())
afterAll(async () => {
  states.destroy()
  await stack.stop()
})

const create = (thing: { id: string; trouble?: string }) =>
  stack.call('POST', '/things', { body: JSON.stringify(thing) })
const followed = async (id: string) =>
  (await stack.marks('FOLLOWED')).filter((mark) => mark.startsWith(`THING#${id}#`))

describe('stream records', () => {
  test('reach the function whose filter they match, and quiet() waits for it', async () => {
    await create({ id: 'one' })
    await stack.quiet()
    expect(await followed('one')).toHaveLength(1)
    expect((await stack.marks('FOLLOWED')).every((mark) => mark.startsWith('THING#'))).toBe(true)
  })

  test('that a function never takes are left in the bucket, and the others pass', async () => {
    await Promise.all([
      create({ id: 'good' }),
      create({ id: 'bad', trouble: 'always' }),
      create({ id: 'fine' }),
    ])
    await stack.quiet()
    expect([...(await followed('good')), ...(await followed('fine'))]).toHaveLength(2)
    expect(await followed('bad')).toEqual([])
    const [object, another] = await stack.objectsIn(stack.description.buckets[0]?.name ?? '')
    expect(another).toBeUndefined()
    expect(object?.key).toMatch(/^aws\/lambda\/FollowStream/)
    expect(JSON.parse(object?.body ?? '{}')).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      payload: expect.stringContaining('THING#bad'),
    })
  })

  test('come twice when a fault says so', async () => {
    const fault = stack.faults.inject({ kind: 'duplicate-records', function: 'fixture-follow' })
    const before = stack.counts.snapshot()
    await create({ id: 'twice' })
    await stack.quiet()
    expect(fault.strikes()).toBe(1)
    expect(stack.counts.since(before).functions['fixture-follow']?.requests).toEqual({
      'dynamodb:PutItem': 2,
    })
  })
})

describe('messages', () => {
  test('reach the function of their queue', async () => {
    await stack.invoke('fixture-tell', { message: 'please' })
    await stack.quiet()
    expect(await stack.marks('WORKED')).toContain('please')
  })

  test('that it never takes go to the dead-letter queue', async () => {
    await stack.invoke('fixture-tell', { message: 'poison' })
    await stack.quiet()
    const sqs = new SQSClient({ region: 'us-east-1', endpoint: stack.awsEndpoint, credentials: OPERATOR })
    const QueueUrl = stack.description.queues.find(({ name }) => name === 'fixture-dead-letters')?.url
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
    sqs.destroy()
    expect(Messages.map(({ Body }) => Body)).toEqual(['poison'])
  })
})

describe('events', () => {
  test('reach the targets of the rules that they match, in the form that the rule gives them', async () => {
    await stack.invoke('fixture-tell', { detail: { loud: 'yes', volume: 6 } })
    await stack.invoke('fixture-tell', { detail: { loud: 'no', volume: 5 } })
    await stack.quiet()
    expect(await stack.marks('HEARD')).toEqual([JSON.stringify({ said: 'yes', by: 'rule' })])
  })

  test('may start an execution', async () => {
    await stack.invoke('fixture-tell', { detail: { items: ['from-event'] } })
    await stack.quiet()
    expect(await stack.marks('STEPPED')).toContain('from-event')
  })

  test('a schedule happens when it is told to', async () => {
    stack.triggerSchedule('fixture-tick')
    await stack.quiet()
    expect(await stack.marks('HEARD')).toContain(JSON.stringify({ tick: true }))
  })
})

describe('executions', () => {
  const run = (name: string, items: string[]) => stack.invoke('fixture-tell', { run: items, name })
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:fixture-machine'
  const executionArn = (name: string) =>
    `arn:aws:states:us-east-1:000000000000:execution:fixture-machine:${name}`

  test('are counted as AWS bills them, and what they came to can be asked', async () => {
    const before = stack.counts.snapshot()
    await run('counted', ['a', 'b'])
    await stack.quiet()
    const described = await states.send(
      new DescribeExecutionCommand({ executionArn: executionArn('counted') }),
    )
    expect(described).toMatchObject({ status: 'SUCCEEDED', name: 'counted' })
    expect(JSON.parse(described.output ?? '')).toEqual([{ one: 'a' }, { one: 'b' }])
    // Begin, Each, One twice, End; events: 2 + 5 + 4 + 2 × 7 + 2
    expect(stack.counts.since(before)).toMatchObject({ stateTransitions: 5, historyEvents: 27 })
    expect(stack.counts.since(before).functions['fixture-step']?.invocations).toBe(3)
  })

  test('retry and then leave an item that fails, with its error', async () => {
    const before = stack.counts.snapshot()
    await run('failing', ['good', 'bad'])
    await stack.quiet()
    const { output } = await states.send(
      new DescribeExecutionCommand({ executionArn: executionArn('failing') }),
    )
    expect(JSON.parse(output ?? '')).toEqual([
      { one: 'good' },
      { one: 'bad', fault: { Error: 'RangeError', Cause: expect.stringContaining('bad item') } },
    ])
    expect(stack.counts.since(before).stateTransitions).toBe(7)
  })

  test('have their name once, except for the same start while they run', async () => {
    const input = JSON.stringify({ items: ['bad'] })
    const start = (given = input) =>
      states.send(new StartExecutionCommand({ stateMachineArn, name: 'once', input: given }))
    const first = await start()
    expect((await start()).executionArn).toBe(first.executionArn)
    await expect(start('{"items":[]}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' })
    await stack.quiet()
    await expect(start()).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' })
  })
})

test('a worker that is terminated after its call leaves the effect and no answer', async () => {
  stack.faults.inject({
    kind: 'terminated-after',
    function: 'fixture-create',
    action: 'dynamodb:PutItem',
    call: 1,
  })
  const answer = await create({ id: 'orphan' })
  expect(answer.status).toBe(502)
  await stack.quiet()
  expect(await followed('orphan')).toHaveLength(1)
})

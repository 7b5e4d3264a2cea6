import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runAdmin } from '../../infra/admin/run.ts'
import { localConnection } from '../../infra/admin/stage-table.ts'
import { DEAD_LETTERS } from '../../infra/names.ts'
import { batchKey, requestKey } from '../../shared/repository/keys.ts'
import { queryAll } from '../../shared/repository/read.ts'
import { done } from './harness/client.ts'
import { type JourneyOrganization, type OwnDesk, startDesk } from './harness/desk.ts'
import { functionOf, neverRun } from './harness/faults.ts'
import { ASK, newBatch, payableCustomer } from './harness/steps.ts'

const DUTY = 'start the run of the batch, the payment of the allocation, or the redelivery'

/** What an operator does about dead letters, as the runbook tells it, on the local stack. */

let desk: OwnDesk
let us: JourneyOrganization

beforeAll(async () => {
  desk = await startDesk()
  us = await desk.newOrganization()
  await payableCustomer(us.call)
})
afterAll(() => desk.stop())

const admin = (words: string) =>
  runAdmin(['dead-letters', ...words.split(' '), '--endpoint', desk.stack.awsEndpoint])

async function asked(words: string, exitCode = 0) {
  const ended = await admin(`${words} --json`)
  expect(ended).toMatchObject({ exitCode, err: '' })
  return JSON.parse(ended.out)
}

const waiting = async (name: string): Promise<number> => {
  const { queues } = await asked('list')
  return queues.find(({ queue }: { queue: string }) => queue === name).messages
}

async function sent(name: string, body: string): Promise<string> {
  const sqs = new SQSClient(localConnection(desk.stack))
  const queue = desk.stack.description.queues.find(({ url }) => url.endsWith(`-${name}${DEAD_LETTERS}`))
  const { MessageId = '' } = await sqs.send(
    new SendMessageCommand({ QueueUrl: queue?.url, MessageBody: body }),
  )
  return MessageId
}

/** What the timeline of a request holds, as the announcements wrote it. */
const timeline = async (request: string) =>
  (
    await queryAll(us.table, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :time)',
      ExpressionAttributeValues: { ':pk': requestKey(us.id, request).pk, ':time': 'TIME#' },
    })
  ).map(({ action }) => action)

/** The payout request whose creation its timeline does not tell, since the announcements could not write it. */
async function unannounced(): Promise<string> {
  const { remove } = desk.stack.faults.inject({
    kind: 'conflict',
    function: functionOf('background/announcements'),
    action: 'dynamodb:PutItem',
  })
  const body = { ...ASK, description: 'For the hospital bill' }
  const { id } = await done(us.call('POST /payout-requests', { body }))
  await desk.stack.quiet()
  remove()
  return id
}

it('an order that could not be started is found, read, redriven, and its batch allocated once', async () => {
  const { id, payoutRequestIds } = await newBatch(us.call, 3)
  const goOn = neverRun(desk.stack)
  await done(
    us.call(`POST /payout-request-batches/${id}/auto-allocate`, { headers: { Prefer: 'respond-async' } }),
  )
  await desk.stack.quiet()

  const list = (await admin('list')).out
  expect(list).toMatch(/^orders +1 +\d+ s +npm run admin -- dead-letters read orders$/m)
  expect(list).toMatch(/^announcements +0 +– +nothing to do$/m)
  expect(list).toMatch(/payout-desk-local-lost-records-\d+/)
  const { messages } = await asked('read orders')
  expect(messages).toMatchObject([{ key: batchKey(us.id, id), duty: DUTY }])
  expect((await admin('read orders')).out).toContain(`${DUTY}: ${batchKey(us.id, id).pk}`)

  const [{ id: message }] = messages
  expect(await asked('redrive orders --all', 1)).toMatchObject({
    outcomes: { done: 0 },
    failures: [{ id: message, message: expect.stringMatching(/\w/) }],
  })
  expect(await waiting('orders')).toBe(1)

  goOn()
  const both = await Promise.all([asked('redrive orders --all'), asked('redrive orders --all')])
  expect(both.map(({ outcomes }) => outcomes.done).toSorted()).toEqual([0, 1])
  await desk.stack.quiet()
  expect(await done(us.call(`GET /payout-request-batches/${id}`))).toMatchObject({
    status: 'completed',
    successCount: 3,
  })
  for (const request of payoutRequestIds)
    expect((await done(us.call(`GET /payout-requests/${request}`))).allocations).toHaveLength(1)
  expect(await waiting('orders')).toBe(0)
  expect((await admin('redrive orders --all')).out).toBe('Nothing of orders was in sight.')
})

it('announcements are redriven one by one, then all, are told once, and reading takes none away', async () => {
  const request = await unannounced()
  expect(await timeline(request)).toEqual([])
  const [{ key, version, duty }] = (await asked('read announcements')).messages
  for (let copies = 1; copies < 12; copies++)
    await sent('announcements', JSON.stringify({ key, version, duty }))

  const { messages } = await asked('read announcements --limit 1000')
  expect(messages).toHaveLength(12)
  expect((await asked('read announcements --limit 5')).messages).toHaveLength(5)
  expect(JSON.stringify(messages)).not.toContain('hospital')
  const [one, another] = messages
  const chosen = `redrive announcements --id ${one.id},${another.id}`
  expect(await asked(chosen)).toMatchObject({ outcomes: { done: 2 }, failures: [], missing: [] })
  expect(await waiting('announcements')).toBe(10)
  expect(await asked(chosen, 1)).toMatchObject({ outcomes: { done: 0 }, missing: [one.id, another.id] })

  expect((await admin('redrive announcements --all')).out).toBe('announcements: 10 done, 0 failed.')
  expect(await timeline(request)).toEqual(['payout-request-created'])
  expect(await waiting('announcements')).toBe(0)
})

it('the item is read again: one that changed is told as it is now, one that is gone is dropped', async () => {
  const id = await unannounced()
  await done(us.call(`PATCH /payout-requests/${id}`, { body: { status: 'approved' } }))
  const letter = { key: requestKey(us.id, 'preq_none'), version: 1, duty: 'write the timeline' }
  await sent('announcements', JSON.stringify(letter))
  await desk.stack.quiet()
  const before = await timeline(id)
  expect(await asked('redrive announcements --all')).toMatchObject({ outcomes: { superseded: 1, gone: 1 } })
  expect(await timeline(id)).toEqual(before)
})

it('what is no dead letter stays, and the others are done', async () => {
  const id = await sent('announcements', 'Anna Lindqvist')
  await unannounced()
  expect((await admin('read announcements')).out).not.toContain('Lindqvist')
  expect(await asked('redrive announcements --all', 1)).toMatchObject({
    outcomes: { done: 1 },
    failures: [{ id, message: 'It is no dead letter of a reader of the stream.' }],
  })
  expect(await waiting('announcements')).toBe(1)
})

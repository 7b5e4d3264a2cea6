import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { AwsError } from '../../../infra/local/endpoint/aws-error.ts'
import type { Call } from '../../../infra/local/endpoint/call.ts'
import { textAt } from '../../../infra/local/json.ts'
import { md5 } from '../../../infra/local/queues/md5.ts'
import { DeadLetter, type Redrive } from '../../../shared/contracts/dead-letter.ts'
import { batchKey, type Key, requestKey } from '../../../shared/repository/keys.ts'
import { getItem } from '../../../shared/repository/read.ts'
import { type TestBus, testBus } from '../../harness/bus.ts'
import { type Ask, newOrganization } from '../../harness/desk.ts'
import { expectPublishedShape } from '../../harness/event-schema.ts'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'

/** What the stream brings, as other systems hear of it; the bus and the queue are asked at their wire. */

let desk: FrontedDesk
let bus: TestBus
let letters: unknown[]
let queueIsThere: boolean
let read: (event: DynamoDBStreamEvent | Redrive) => Promise<unknown>
let organization: string
let ask: Ask

beforeAll(async () => {
  bus = testBus()
  desk = await startFrontedDesk({ services: { events: bus.service, sqs: answerAsQueue } })
  process.env.ANNOUNCEMENTS_DEAD_LETTERS_URL = `${desk.endpoint.url}/dead-letters`
  read = (await import('../../../functions/background/announcements.ts')).handler
})
beforeEach(() => {
  bus.heard.length = 0
  letters = []
  queueIsThere = true
  organization = newOrganization()
  ask = desk.as(organization)
})
afterAll(() => desk.stop())

async function answerAsQueue({ body }: Call): Promise<{ status: number; body: string }> {
  if (!queueIsThere) throw new AwsError('QueueDoesNotExist', 'It is gone')
  const text = textAt(body, 'MessageBody') ?? ''
  letters.push(JSON.parse(text))
  return { status: 200, body: JSON.stringify({ MessageId: '1', MD5OfMessageBody: md5(text) }) }
}

const ASK = { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 100 }
const asked = async (): Promise<string> => (await ask('payout-requests/create', { body: ASK })).body.id
const approve = (id: string) => ask('payout-requests/patch', { id, body: { status: 'approved' } })

let sequence = 0

/** The request's version as it is now, as the stream tells of it. */
const record = (id: string, changed: object = {}) => recordAt(requestKey(organization, id), changed)

async function recordAt(key: Key, changed: object): Promise<DynamoDBRecord> {
  const item = await getItem(desk.table.as(organization), key)
  const NewImage = marshall({ ...item, ...changed }, { removeUndefinedValues: true })
  sequence += 1
  return { dynamodb: { NewImage: JSON.parse(JSON.stringify(NewImage)), SequenceNumber: String(sequence) } }
}

const told = () => bus.heard.map(({ payoutRequestId, eventType }) => [payoutRequestId, eventType])
const ALL_DONE = { batchItemFailures: [] }

it('changes of several organizations are told each under its own, in their order', async () => {
  const one = await asked()
  const records = [await record(one)]
  const [ours, other] = [organization, newOrganization()]
  organization = other
  ask = desk.as(other)
  const theirs = await asked()
  records.push(await record(theirs))
  organization = ours
  await desk.as(ours)('payout-requests/patch', { id: one, body: { status: 'approved' } })
  records.push(await record(one))

  expect(await read({ Records: records })).toEqual(ALL_DONE)
  expect(bus.heard.map(({ organizationId, payoutRequestId }) => [organizationId, payoutRequestId])).toEqual([
    [ours, one],
    [ours, one],
    [other, theirs],
  ])
  bus.heard.forEach(expectPublishedShape)
})

it('a record that fails is set aside by itself, and the others are told', async () => {
  const [first, poisoned, last] = [await asked(), await asked(), await asked()]
  const records = [await record(first), await record(poisoned, { status: 'melted' }), await record(last)]
  expect(await read({ Records: records })).toEqual(ALL_DONE)
  expect(told()).toEqual([
    [first, 'payout-request-created'],
    [last, 'payout-request-created'],
  ])
  expect(letters).toEqual([
    {
      key: requestKey(organization, poisoned),
      version: 1,
      duty: 'write the timeline and tell other systems',
    },
  ])
})

it('a record that can neither be told nor set aside comes again with those behind it', async () => {
  const [first, second, third] = [
    await record(await asked()),
    await record(await asked()),
    await record(await asked()),
  ]
  const poisoned = {
    dynamodb: { ...second.dynamodb, NewImage: { ...second.dynamodb?.NewImage, status: { S: '?' } } },
  }
  queueIsThere = false
  expect(await read({ Records: [first, poisoned, third] })).toEqual({
    batchItemFailures: [{ itemIdentifier: second.dynamodb?.SequenceNumber }],
  })
  expect(bus.heard).toHaveLength(1)
})

it('what nobody could be told of is told when it is redriven, though the request has changed since', async () => {
  const id = await asked()
  const creation = await record(id)
  await read({ Records: [creation] })
  const [before] = bus.heard.splice(0)
  const fault = desk.endpoint.faults.inject({ kind: 'lost-request', action: 'events:PutEvents' })
  await read({ Records: [creation] })
  fault.remove()
  expect(bus.heard).toEqual([])
  const letter = DeadLetter.parse(letters[0])

  await approve(id)
  await read({ Records: [await record(id)] })
  expect(await read({ redrive: letter })).toEqual({ redriven: 'superseded' })
  expect(told()).toEqual([
    [id, 'payout-request-modified'],
    [id, 'payout-request-created'],
  ])
  expect(bus.heard[1]).toMatchObject({
    id: before?.id,
    occurredTime: before?.occurredTime,
    version: 2,
    _embedded: { payoutRequest: { status: 'approved' } },
  })
  expect(bus.heard[0]?.id).not.toBe(before?.id)
})

it('a letter that names no event has the request told as it is now', async () => {
  const id = await asked()
  await approve(id)
  const letter = { key: requestKey(organization, id), version: 1, duty: 'write the timeline' }
  expect(await read({ redrive: letter })).toEqual({ redriven: 'superseded' })
  expect(told()).toEqual([[id, 'payout-request-modified']])
})

it('more than the bus takes at once is told in several calls, and what it puts off is tried again', async () => {
  const ids: string[] = []
  for (let i = 0; i < 23; i++) ids.push(await asked())
  const records = await Promise.all(ids.map((id) => record(id)))
  desk.endpoint.faults.inject({ kind: 'unprocessed', action: 'events:PutEvents', times: 1 })
  const before = desk.endpoint.counts.snapshot()
  expect(await read({ Records: records })).toEqual(ALL_DONE)
  expect(told().toSorted()).toEqual(ids.map((id) => [id, 'payout-request-created']).toSorted())
  const { functions } = desk.endpoint.counts.since(before)
  expect(Object.values(functions).map(({ requests }) => requests['events:PutEvents'])).toEqual([4])
  expect(letters).toEqual([])
})

it('a run that was given up is told with what it came to', async () => {
  const id = await asked()
  const body = { payoutRequestIds: [id], description: 'In March' }
  const { body: batch } = await ask('payout-request-batches/create', { body })
  const results = { allocatedMinor: {}, unallocatedMinor: { EUR: 10_000 }, outcomeCounts: OUTCOMES }
  const times = { startedTime: batch.createdTime, finishedTime: batch.createdTime }
  const run = { id: 'run_1', startedBy: 'usr_1', ...times, results }
  const failed = { status: 'failed', version: 3, failureCount: 1, run }
  expect(await read({ Records: [await recordAt(batchKey(organization, batch.id), failed)] })).toEqual(
    ALL_DONE,
  )
  expect(bus.heard).toMatchObject([
    {
      eventType: 'payout-request-batch-failed',
      payoutRequestBatchId: batch.id,
      _embedded: {
        payoutRequestBatch: {
          status: 'failed',
          failureCount: 1,
          totalAmountByCurrency: [{ currency: 'EUR', amount: 100 }],
          run: { unallocatedAmountByCurrency: [{ currency: 'EUR', amount: 100 }] },
        },
      },
    },
  ])
  bus.heard.forEach(expectPublishedShape)
})

const OUTCOMES = {
  ...{ allocated: 0, 'already-allocated': 0, 'partially-allocated': 0, fault: 0 },
  'not-allocated': 1,
}

<<<<<<< HEAD
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { AwsError } from '../../../infra/local/endpoint/aws-error.ts'
import type { Call } from '../../../infra/local/endpoint/call.ts'
import { textAt } from '../../../infra/local/json.ts'
import { batchKey } from '../../../shared/repository/keys.ts'
import { getItem } from '../../../shared/repository/read.ts'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'
import { askedRun } from '../../harness/runs.ts'
import { type Batches, batchesOn } from '../payout-request-batches/members.ts'

/** What the stream brings, once or more often; Step Functions is asked at its wire. */

let desk: FrontedDesk
let read: (event: DynamoDBStreamEvent) => Promise<unknown>
let asked: string[]
const executions = new Map<string, unknown>()

beforeAll(async () => {
  desk = await startFrontedDesk({ services: { states: answerAsStates } })
  process.env.BATCH_RUN_ARN = 'arn:aws:states:eu-west-1:000000000000:stateMachine:batch-run'
  read = (await import('../../../functions/background/orders.ts')).handler
})
beforeEach(() => {
  asked = []
})
afterAll(() => desk.stop())

async function answerAsStates({ operation, body }: Call): Promise<{ status: number; body: string }> {
  if (operation !== 'StartExecution') throw new AwsError('UnknownOperationException', operation)
  const name = textAt(body, 'name') ?? ''
  asked.push(name)
  if (executions.has(name)) throw new AwsError('ExecutionAlreadyExists', 'It exists')
  executions.set(name, JSON.parse(textAt(body, 'input') ?? ''))
  return { status: 200, body: JSON.stringify({ executionArn: name, startDate: 1 }) }
}

/** The items of the stream's records are JSON, as Lambda has them. */
type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>

const imageOf = (item: object | undefined): Image =>
  JSON.parse(JSON.stringify(marshall(item) satisfies Record<string, AttributeValue>))

/** A batch whose run was asked for, before and after, as the stream tells of it. */
async function record({ organization, ask, create }: Batches) {
  const table = desk.table.as(organization)
  const { id } = await create(2)
  const item = () => getItem(table, batchKey(organization, id))
  const OldImage = imageOf(await item())
  const run = await askedRun(ask, id)
  const NewImage = imageOf(await item())
  return { id, run, record: { dynamodb: { OldImage, NewImage, SequenceNumber: '1' } } }
}

it('a record that comes twice starts its run once, and nothing is left to come again', async () => {
  const batches = batchesOn(desk)
  const { id, run, record: one } = await record(batches)
  expect(await read({ Records: [one, one] })).toEqual({ batchItemFailures: [] })
  expect(await read({ Records: [one] })).toEqual({ batchItemFailures: [] })
  expect(asked).toEqual([run, run, run])
  expect(executions.get(run)).toEqual({ organizationId: batches.organization, batchId: id, runId: run })
})

it('a record of which the version did not grow starts nothing', async () => {
  const { record: one } = await record(batchesOn(desk))
  const same = { dynamodb: { ...one.dynamodb, OldImage: one.dynamodb.NewImage } }
  const asBefore = { dynamodb: { ...one.dynamodb, NewImage: one.dynamodb.OldImage } }
  expect(await read({ Records: [same, asBefore] })).toEqual({ batchItemFailures: [] })
  expect(asked).toEqual([])
=======
import { marshall } from '@aws-sdk/util-dynamodb'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { Allocation } from '../../../shared/domain/allocation.ts'
import { allocationItem } from '../../../shared/repository/allocation-item.ts'
import { allocationKey } from '../../../shared/repository/keys.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { newStage, type Stage } from '../paying/stage.ts'

const sent = vi.hoisted(() => ({ orders: [] as unknown[] }))
vi.mock('../../../functions/paying/sending-orders.ts', () => ({
  sendOrder: async (order: unknown) => void sent.orders.push(order),
}))

let desk: TestDesk
let stage: Stage
let allocation: Allocation
let handler: (event: any) => Promise<unknown>
beforeAll(async () => {
  desk = await startTestDesk()
  stage = await newStage(desk)
  allocation = (await stage.found((await stage.allocation(5_00n)).id)).allocation
  handler = (await import('../../../functions/background/orders.ts')).handler
})
afterAll(() => desk.stop())
afterEach(() => sent.orders.splice(0))

const image = (version: number, fields: Partial<Allocation>) => {
  const { organization, table } = stage
  const key = allocationKey(organization, allocation.payoutRequestId, allocation.number)
  return marshall({ ...key, ...allocationItem(table, { ...allocation, ...fields, version }) })
}

const SENDING = { status: 'processing', transactionStatus: 'sending', transactionId: 'txn_1' } as const

it.each<[string, Partial<Allocation>, Partial<Allocation>, number]>([
  ['became queued', { status: 'pending' }, { status: 'queued' }, 1],
  ['was set to processing by a person', { status: 'pending' }, SENDING, 1],
  ['was taken by the worker', { status: 'queued' }, SENDING, 0],
  ['went back to pending', { status: 'queued' }, { status: 'pending' }, 0],
  ['is unknown', SENDING, { ...SENDING, transactionStatus: 'timeout' }, 0],
  ['was completed', SENDING, { status: 'completed' }, 0],
])('an allocation that %s', async (_, before, after, orders) => {
  const record = { dynamodb: { OldImage: image(1, before), NewImage: image(2, after) } }
  await handler({ Records: [record] })
  const order = { organizationId: stage.organization, allocationId: allocation.id }
  expect(sent.orders).toEqual(Array.from({ length: orders }, () => order))
>>>>>>> h-k
})

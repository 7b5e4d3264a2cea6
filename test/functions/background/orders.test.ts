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
})

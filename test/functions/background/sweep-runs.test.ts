import { afterAll, beforeAll, expect, it } from 'vitest'
import { AwsError } from '../../../infra/local/endpoint/aws-error.ts'
import type { Call } from '../../../infra/local/endpoint/call.ts'
import { textAt } from '../../../infra/local/json.ts'
import { batchKey } from '../../../shared/repository/keys.ts'
import { settledParts } from '../../../shared/repository/runs/parts.ts'
import { commit } from '../../../shared/repository/write.ts'
import { batchContents } from '../../harness/batch-contents.ts'
import { executeRun } from '../../harness/batch-run.ts'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'
import { type Batches, batchesOn } from '../payout-request-batches/members.ts'

/** Runs that are long in progress; Step Functions is asked at its wire, and what it says is the test's. */

const MACHINE = 'arn:aws:states:eu-west-1:000000000000:stateMachine:payout-desk-local-batch-run'

let desk: FrontedDesk
let sweep: () => Promise<unknown>
/** By name. */
const executions = new Map<string, 'RUNNING' | 'FAILED' | 'SUCCEEDED' | 'ABORTED' | 'TIMED_OUT'>()
const inputs: { readonly runId: string }[] = []

/** Other tests' batches are swept as well. */
const startedFor = (run: string) => [...executions.keys()].filter((name) => name.startsWith(run))
const inputsOf = (run: string) => inputs.filter(({ runId }) => runId === run)

beforeAll(async () => {
  desk = await startFrontedDesk({ services: { states: answerAsStates } })
  process.env.BATCH_RUN_ARN = MACHINE
  sweep = (await import('../../../functions/background/sweep.ts')).handler
})
afterAll(() => desk.stop())

async function answerAsStates({ operation, body }: Call): Promise<{ status: number; body: string }> {
  if (operation === 'StartExecution' && textAt(body, 'stateMachineArn') === MACHINE) {
    const name = textAt(body, 'name') ?? ''
    if (executions.has(name)) throw new AwsError('ExecutionAlreadyExists', 'It exists')
    executions.set(name, 'RUNNING')
    inputs.push(JSON.parse(textAt(body, 'input') ?? ''))
    return { status: 200, body: JSON.stringify({ executionArn: name, startDate: 1 }) }
  }
  if (operation !== 'DescribeExecution') throw new AwsError('UnknownOperationException', operation)
  const [, name = ''] = textAt(body, 'executionArn')?.split(':execution:payout-desk-local-batch-run:') ?? []
  const status = executions.get(name)
  if (!status) throw new AwsError('ExecutionDoesNotExist', 'It does not')
  return { status: 200, body: JSON.stringify({ executionArn: name, status }) }
}

/** A batch whose run was asked for, so long ago that it is looked after. */
async function processing({ organization, ask, create }: Batches, members = 3) {
  const { id } = await create(members)
  const headers = { Prefer: 'respond-async' }
  const { body } = await ask('payout-request-batches/auto-allocate', { id, headers })
  const due = () => ({ set: [['dueKey', `2026-01-01T00:00:00.000Z#${id}`] as const] })
  const sweepWhenDue = async () => {
    await commit(desk.table.as(organization), [{ key: batchKey(organization, id), update: due() }])
    await sweep()
  }
  return { id, run: String(body.run.id), sweepWhenDue }
}

it('starts a run whose order was lost, and leaves one alone that is running', async () => {
  const batches = batchesOn(desk)
  const { id, run, sweepWhenDue } = await processing(batches)
  await sweepWhenDue()
  await sweepWhenDue()
  expect(startedFor(run)).toEqual([run])
  expect(inputsOf(run)).toEqual([{ organizationId: batches.organization, batchId: id, runId: run }])
})

it('is not asked before a run is long in progress', async () => {
  const { run } = await processing(batchesOn(desk))
  await sweep()
  expect(startedFor(run)).toEqual([])
})

it('starts a run again whose execution has ended without Conclude, under the same run', async () => {
  const batches = batchesOn(desk)
  const { id, run, sweepWhenDue } = await processing(batches)
  executions.set(run, 'TIMED_OUT')
  await sweepWhenDue()
  expect(startedFor(run)).toEqual([run, `${run}-2`])
  expect(inputsOf(run)).toEqual([{ organizationId: batches.organization, batchId: id, runId: run }])
  await executeRun(desk.table.as(batches.organization), id, run)
  expect(await batches.get(id)).toMatchObject({ status: 'completed', failureCount: 3, run: { id: run } })
  await sweepWhenDue()
  expect(startedFor(run)).toHaveLength(2)
})

it('fails a run after three executions: members without an outcome get one, and the batch may run again', async () => {
  const batches = batchesOn(desk)
  const { id, run, sweepWhenDue } = await processing(batches)
  for (const name of [run, `${run}-2`, `${run}-3`]) {
    executions.set(name, 'FAILED')
    await sweepWhenDue()
  }
  expect(startedFor(run)).toEqual([run, `${run}-2`, `${run}-3`])
  expect(await batches.get(id)).toMatchObject({
    status: 'failed',
    successCount: 0,
    failureCount: 3,
    run: { id: run, finishedTime: expect.any(String), outcomeCounts: { 'not-allocated': 3 } },
  })
  expect((await batchContents(desk.table.as(batches.organization))).halfDone).toEqual([])
  const again = await batches.ask('payout-request-batches/auto-allocate', {
    id,
    headers: { Prefer: 'respond-async' },
  })
  expect(again).toMatchObject({ status: 200, body: { status: 'processing' } })
})

it('leaves nothing to do for a Begin that comes after its run has failed', async () => {
  const batches = batchesOn(desk)
  const { id, run, sweepWhenDue } = await processing(batches)
  for (const name of [run, `${run}-2`, `${run}-3`]) {
    executions.set(name, 'FAILED')
    await sweepWhenDue()
  }
  const { handler } = await import('../../../functions/batch-run/begin.ts')
  const reference = { organizationId: batches.organization, batchId: id, runId: run }
  const { chunks } = await handler(reference)
  const parts = await settledParts(desk.table.as(batches.organization), { batchId: id, runId: run })
  expect(chunks).toEqual([{ number: 0, requests: parts[0]?.ids }])
  expect(parts).toMatchObject([{ chunk: 0, part: 0 }])
})

it('starts the counted execution of a sweeper that stopped before it could', async () => {
  const batches = batchesOn(desk)
  const { id, run, sweepWhenDue } = await processing(batches)
  executions.set(run, 'FAILED')
  const update = { set: [[['run', 'executions'], 2] as const] }
  const table = desk.table.as(batches.organization)
  await commit(table, [{ key: batchKey(batches.organization, id), update }])
  await sweepWhenDue()
  expect(startedFor(run)).toEqual([run, `${run}-2`])
})

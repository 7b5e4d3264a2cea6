import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { LOCAL_STAGE } from '../../infra/admin/stage-table.ts'
import { nameIn } from '../../infra/names.ts'
import { batchKey } from '../../shared/repository/keys.ts'
import { commit } from '../../shared/repository/write.ts'
import { done } from './harness/client.ts'
import { type JourneyOrganization, type OwnDesk, startDesk } from './harness/desk.ts'
import { functionOf, neverRun } from './harness/faults.ts'
import { newBatch, payableCustomer } from './harness/steps.ts'

/** The sweep as EventBridge wakes it, with its own permissions and the real workflow. */

let desk: OwnDesk
let us: JourneyOrganization

beforeAll(async () => {
  desk = await startDesk()
  us = await desk.newOrganization()
  await payableCustomer(us.call)
})
afterAll(() => desk.stop())

const prefer = { headers: { Prefer: 'respond-async' } }

async function sweepWhenDue(batch: string): Promise<void> {
  const due = { set: [['dueKey', `2026-01-01T00:00:00.000Z#${batch}`] as const] }
  await commit(us.table, [{ key: batchKey(us.id, batch), update: due }])
  desk.stack.triggerSchedule(nameIn(LOCAL_STAGE, 'sweep'))
  await desk.stack.quiet()
}

it('starts a run whose order was lost', async () => {
  const { id } = await newBatch(us.call, 3)
  const goOn = neverRun(desk.stack)
  await done(us.call(`POST /payout-request-batches/${id}/auto-allocate`, prefer))
  await desk.stack.quiet()
  goOn()
  expect(await done(us.call(`GET /payout-request-batches/${id}`))).toMatchObject({ status: 'processing' })
  await sweepWhenDue(id)
  expect(await done(us.call(`GET /payout-request-batches/${id}`))).toMatchObject({
    status: 'completed',
    successCount: 3,
  })
})

it('starts a run again that somebody has stopped, and it allocates everything once', async () => {
  const { id, payoutRequestIds } = await newBatch(us.call, 3)
  const { remove } = desk.stack.faults.inject({
    kind: 'lost-request',
    function: functionOf('batch-run/begin'),
  })
  const { run } = await done(us.call(`POST /payout-request-batches/${id}/auto-allocate`, prefer))
  const states = new SFNClient({
    endpoint: desk.stack.awsEndpoint,
    region: 'us-east-1',
    credentials: OPERATOR,
  })
  const [machine] = desk.stack.description.stateMachines
  const executionArn = `${machine?.arn.replace(':stateMachine:', ':execution:')}:${run.id}`
  await expect
    .poll(() => states.send(new StopExecutionCommand({ executionArn })).then(() => 'stopped', String))
    .toBe('stopped')
  remove()
  await desk.stack.quiet()
  await sweepWhenDue(id)
  const batch = await done(us.call(`GET /payout-request-batches/${id}`))
  expect(batch).toMatchObject({ status: 'completed', successCount: 3, run: { id: run.id } })
  for (const one of payoutRequestIds) {
    const { allocations, availableAmount } = await done(us.call(`GET /payout-requests/${one}`))
    expect([allocations.length, availableAmount]).toEqual([1, 0])
  }
})

const OPERATOR = { accessKeyId: 'operator', secretAccessKey: 'operator' }

import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { runAdmin } from '../../../infra/admin/run.ts'
import { totalsOf } from '../../../infra/local/endpoint/counts.ts'
import { all, done } from '../harness/client.ts'
import { type JourneyOrganization, type OwnDesk, startDesk } from '../harness/desk.ts'
import { functionOf, neverRun } from '../harness/faults.ts'
import { allOverdue, unfinished } from '../harness/overdue.ts'
import { deadLettersIn } from '../harness/sending.ts'
import { ASK, approvedRequest, newBatch } from '../harness/steps.ts'
import { batchRequests } from './batch-requests.ts'
import { callEveryOperation, callInOtherWays, callOnHeld, heldRequests } from './calls.ts'
import {
  crashAddition,
  crashCreation,
  crashDeletion,
  crashRemoval,
  crashSplit,
  crashUnblocking,
} from './crashes.ts'
import { disagreeingRequest } from './disagreeing.ts'
import { payments } from './payments.ts'
import { type RunReference, startedRun, threeExecutionsOf } from './runs.ts'
import { webhooks } from './webhooks.ts'

let desk: OwnDesk
let us: JourneyOrganization

beforeAll(async () => {
  desk = await startDesk()
  us = await desk.newOrganization()
})
afterAll(() => desk.stop())

const sweep = () => invoke('background/sweep', {})

it('every operation succeeds', () => callEveryOperation(us))

it('every operation succeeds in other ways', () => callInOtherWays(us))

it('a payout request that is being let go is seen and changed as any other', async () => {
  const { id, payoutRequestIds } = await heldRequests(us)
  await crashRemoval(desk, us, id, payoutRequestIds.slice(0, 2))
  const answers = await callOnHeld(us, id, payoutRequestIds)
  expect(answers.filter(({ status }) => status >= 300).map(({ text }) => text)).toEqual([])
})

it('whoever comes next finishes or undoes what a crash has left half-done', async () => {
  const body = { filter: `websiteId:web_next;status:approved` }
  const approved = () => approvedRequest(us.call, { websiteId: 'web_next' })
  const [adding, removing, unblocking] = [
    await crashAddition(desk, us),
    await crashAddition(desk, us),
    await crashAddition(desk, us),
  ]
  await allOverdue(us.table)
  await done(us.call(`POST /payout-request-batches/${unblocking}/unblock`))
  const { payoutRequestIds } = await done(us.call(`GET /payout-request-batches/${removing}`))
  const leaving = { body: { payoutRequestIds } }
  await done(us.call(`POST /payout-request-batches/${removing}/payout-requests/remove`, leaving))
  await approved()
  await done(us.call(`POST /payout-request-batches/${adding}/payout-requests`, { body }))

  for (const path of ['', `/${adding}/payout-requests`]) {
    await crashCreation(desk, us)
    await crashDeletion(desk, us)
    await allOverdue(us.table)
    await approved()
    await done(us.call(`POST /payout-request-batches${path}`, { body }))
  }
  for (const changing of [await crashUnblocking(desk, us), await crashAddition(desk, us)])
    await done(us.call(`DELETE /payout-request-batches/${changing}`))
})

it('the sweeper finishes or undoes what a crash has left half-done', async () => {
  await crashCreation(desk, us)
  await crashAddition(desk, us)
  await crashUnblocking(desk, us)
  await crashDeletion(desk, us)
  const split = await crashSplit(desk, us)
  const { id, payoutRequestIds } = await newBatch(us.call, 2)
  await crashRemoval(desk, us, id, payoutRequestIds.slice(1))
  await allOverdue(us.table)
  await sweep()
  await desk.stack.quiet() // what it has others carry out
  expect(await unfinished(us.table)).toEqual([])
  const children = async () => {
    const requests = await all(us, '/payout-requests?filter=amount:1')
    return requests.filter((request) => request.splitFromPayoutRequestId === split)
  }
  expect(await children()).toHaveLength(100)
})

it('a run is started whose order was lost, concluded without its chunks, and failed when nothing helps', async () => {
  const goOn = neverRun(desk.stack)
  const [lost, stuck, hopeless] = [await startedRun(us), await startedRun(us), await startedRun(us)]
  const repeated = await startedRun(us)
  await desk.stack.quiet()
  goOn()

  await invoke('batch-run/begin', stuck)
  await invoke('batch-run/conclude', stuck)
  const { chunks } = Begun.parse(await invoke('batch-run/begin', repeated))
  await invoke('batch-run/allocate-chunk', { ...repeated, chunk: chunks[0] })
  await invoke('batch-run/allocate-chunk', { ...repeated, chunk: chunks[0] })
  await invoke('batch-run/conclude', repeated)
  await threeExecutionsOf(desk, us, hopeless, repeated)
  await allOverdue(us.table)
  await sweep()
  await desk.stack.quiet()

  const shown = (run: RunReference) => done(us.call(`GET /payout-request-batches/${run.batchId}`))
  expect(await shown(lost)).toMatchObject({ status: 'completed', run: { outcomeCounts: { allocated: 1 } } })
  expect(await shown(stuck)).toMatchObject({ status: 'completed', run: { outcomeCounts: { fault: 1 } } })
  expect(await shown(hopeless)).toMatchObject({
    status: 'failed',
    run: { outcomeCounts: { 'not-allocated': 1 } },
  })
  const { concerns } = await done(us.call('GET /attention'))
  const left = concerns.find(({ kind, reason }: any) => kind === 'unallocated' && reason === 'run-failed')
  expect(left).toMatchObject({ count: 1 })
})

const invoke = (file: string, input: object) => desk.stack.invoke(functionOf(file), input)
const Begun = z.object({ chunks: z.array(z.unknown()) })

it('what has waited long enough at a website is made ready', async () => {
  const payoutRequest = {
    automaticReadinessEnabled: true,
    pendingPeriodHours: 1,
    automaticReadinessTime: '12:00',
  }
  const website = { name: 'Shop', settings: { payoutRequest } }
  await done(us.call('PUT /websites/web_waiting', { body: website }))
  const { id, status } = await done(
    us.call('POST /payout-requests', { body: { ...ASK, websiteId: 'web_waiting' } }),
  )
  expect(status).toBe('pending')
  await allOverdue(us.table)
  await sweep()
  expect(await done(us.call(`GET /payout-requests/${id}`))).toMatchObject({ status: 'ready' })
  const { settings } = await done(us.call('GET /websites/web_waiting'))
  expect(settings.payoutRequest.automaticReadinessLastExecutedAt).toEqual(expect.any(String))
})

it('what does not add up is read once more before it is announced', async () => {
  await disagreeingRequest(us)
  await desk.stack.quiet()
})

it('what fails in the background becomes a dead letter, and is done when it is redriven', async () => {
  const fault = desk.stack.faults.inject({
    kind: 'lost-request',
    function: functionOf('background/announcements'),
    action: 'dynamodb:PutItem',
  })
  await done(us.call('POST /payout-requests', { body: ASK }))
  await desk.stack.quiet()
  expect(fault.strikes()).toBeGreaterThan(0)
  fault.remove()
  for (const queue of ['orders', 'announcements']) {
    const words = ['dead-letters', 'redrive', queue, '--all', '--endpoint', desk.stack.awsEndpoint]
    expect(await runAdmin(words)).toMatchObject({ exitCode: 0, out: expect.stringContaining('done') })
  }
})

it('results come by the bus, orders by the queue, and what is of no use is set aside', async () => {
  await payments(desk, us)
  await allOverdue(us.table)
  await sweep()
  await desk.stack.quiet()
  expect(await deadLettersIn(desk.stack, 'results')).toContain('unknown-transaction')
  expect(await deadLettersIn(desk.stack, 'payments')).toContain('unknown-allocation')
})

it('webhooks hear of what happened, some of it twice, and nothing while they are not active', async () => {
  await webhooks(desk, us, sweep)
  expect(await deadLettersIn(desk.stack, 'webhook-events')).toEqual(['not-as-specified'])
  expect(await deadLettersIn(desk.stack, 'webhook-deliveries')).toEqual(['not-as-specified'])
})

it('schedules and events have batches made, and what is of no use is set aside', async () => {
  await batchRequests(desk, us, sweep)
  expect(await deadLettersIn(desk.stack, 'batch-requests')).toContain('filter-empty')
})

it('no function has asked for what it may not do', () => {
  expect(desk.log.filter(({ line }) => line.includes('AccessDenied'))).toEqual([])
})

it('every function was used, and every permission that it has', () => {
  const { functions } = desk.stack.counts.snapshot()
  const idle = desk.stack.description.functions.filter(({ name }) => !functions[name]?.invocations)
  expect(idle.map(({ name }) => name)).toEqual([])
  expect(totalsOf({ functions, stateTransitions: 0, historyEvents: 0 }).dynamodbRequests).toBeGreaterThan(0)

  const unused = desk.stack.permissions.unused()
  expect(unused.map(({ function: name, action, resource }) => `${name} ${action} ${resource}`)).toEqual([])
})

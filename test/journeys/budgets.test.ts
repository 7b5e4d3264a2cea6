import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Totals, totalsOf } from '../../infra/local/endpoint/counts.ts'
import { approvedRequests } from '../harness/payout-requests.ts'
import { capped } from '../harness/windows.ts'
import { account, card, giveInstruments, openAccounts } from '../harness/world.ts'
import { done } from './harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, startDesk } from './harness/desk.ts'
import { functionOf } from './harness/faults.ts'

let desk: JourneyDesk

beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())

const REQUESTS = 1000
/** Conclude shows the new status of the batch in `listing` and takes it out of `open`. */
const BATCH_ITSELF = 2
const CREATE = [functionOf('payout-request-batches/create')]
const RUN = ['begin', 'allocate-chunk', 'conclude'].map((step) => functionOf(`batch-run/${step}`))

interface Measured {
  readonly create: Totals
  readonly run: Totals & { readonly stateTransitions: number; readonly historyEvents: number }
}

/** What a batch of 1000 takes, one leg each, from its creation to the end of its run. */
async function measured(
  us: JourneyOrganization,
  customers: number,
  gateway = account('gw_1'),
): Promise<Measured> {
  await openAccounts(us.table, gateway)
  await giveInstruments(
    us.table,
    ...Array.from({ length: customers }, (_, i) => card(`cus_${i}`, `inst_${i}`)),
  )
  const requests = await approvedRequests(us.table, REQUESTS, (i) => ({ customerId: `cus_${i % customers}` }))

  const atFirst = desk.stack.counts.snapshot()
  const { id } = await done(
    us.call('POST /payout-request-batches', { body: { payoutRequestIds: requests.map((one) => one.id) } }),
  )
  const create = totalsOf(desk.stack.counts.since(atFirst), CREATE)

  const afterwards = desk.stack.counts.snapshot()
  await done(
    us.call(`POST /payout-request-batches/${id}/auto-allocate`, { headers: { Prefer: 'respond-async' } }),
  )
  await desk.stack.quiet()
  expect(await done(us.call(`GET /payout-request-batches/${id}`))).toMatchObject({
    status: 'completed',
    successCount: REQUESTS,
    failureCount: 0,
    run: { outcomeCounts: { allocated: REQUESTS } },
  })
  const { stateTransitions, historyEvents, ...counted } = desk.stack.counts.since(afterwards)
  return {
    create,
    run: {
      ...totalsOf({ stateTransitions, historyEvents, ...counted }, RUN),
      stateTransitions,
      historyEvents,
    },
  }
}

describe.each([20, 1000])('1000 payout requests of %i customers', (customers) => {
  let took: Measured

  beforeAll(async () => {
    took = await measured(await desk.newOrganization(), customers)
  })

  it('are put into a batch with at most 25 requests to DynamoDB', () => {
    expect(took.create.dynamodbRequests).toBeLessThanOrEqual(25)
    expect(took.create.dynamodbRequests).toBeGreaterThan(10) // eleven transactions take 1000 claims
  })

  it('are put into a batch with at most 2,200 write units of the table and 2,000 of its indexes', () => {
    expect(took.create.tableWriteUnits).toBeLessThanOrEqual(2_200)
    expect(took.create.indexWriteUnits).toBeLessThanOrEqual(2_000)
  })

  it('are allocated with at most 170 requests of the run, 36 state transitions and 250 history events', () => {
    expect(took.run.dynamodbRequests).toBeLessThanOrEqual(170)
    expect(took.run.stateTransitions).toBeLessThanOrEqual(36)
    expect(took.run.historyEvents).toBeLessThanOrEqual(250)
  })

  it('are allocated with at most 7,000 write units of the table and two of its indexes for each', () => {
    expect(took.run.tableWriteUnits).toBeLessThanOrEqual(7_000)
    expect(took.run.indexWriteUnits).toBeLessThanOrEqual(2 * REQUESTS + BATCH_ITSELF)
  })
})

/** Beyond what the run takes anyway: a reservation for each transaction, again for each that met another's. */
const RESERVATIONS = 100

it('1000 payout requests through a capped account take one more request for each transaction, or few more', async () => {
  const gateway = capped('gw_1', 1_000_000_00n)
  const { run } = await measured(await desk.newOrganization(), 20, gateway)
  expect(run.dynamodbRequests).toBeLessThanOrEqual(170 + RESERVATIONS)
  expect(run.stateTransitions).toBeLessThanOrEqual(36)
  expect(run.tableWriteUnits).toBeLessThanOrEqual(7_000)
  expect(run.indexWriteUnits).toBeLessThanOrEqual(2 * REQUESTS + BATCH_ITSELF)
})

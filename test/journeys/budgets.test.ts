import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queryAll } from '../../shared/repository/read.ts'
import { runParts } from '../../shared/repository/run-keys.ts'
import { type DeskRun, runOnDesk } from '../bench/runs/desk-run.ts'
import { startPlainDesk } from '../bench/runs/plain-desk.ts'
import { comparison, type RunCosts } from '../bench/runs/run-costs.ts'
import { type JourneyOrganization, type OwnDesk, startDesk } from './harness/desk.ts'

/** What a batch of 1000 may take, from its creation to the end of its run (issues 3 and 4); items are under 1 KB. */

let desk: OwnDesk
let plain: RunCosts

beforeAll(async () => {
  desk = await startDesk()
  plain = await plainRun()
})
afterAll(() => desk.stop())

const REQUESTS = 1000
/** Conclude shows the new status of the batch in `listing` and takes it out of `open`. */
const BATCH_ITSELF = 2
const ONE_LEG = { requests: REQUESTS, legs: 1, capped: false } as const

/**
 * What 1000 requests take of the baseline, from what 50 more take of it: in its favour without what it takes but once.
 * `npm run bench -- runs` runs it with all thousand.
 */
async function plainRun(): Promise<RunCosts> {
  const baseline = await startPlainDesk()
  try {
    const few = await baseline.run({ ...ONE_LEG, requests: 10, customers: 10 })
    const more = await baseline.run({ ...ONE_LEG, requests: 60, customers: 60 })
    const grown = (read: (costs: RunCosts) => number) => ((read(more) - read(few)) / 50) * REQUESTS
    return {
      invocations: grown(({ invocations }) => invocations),
      dynamodbRequests: grown(({ dynamodbRequests }) => dynamodbRequests),
      tableWriteUnits: grown(({ tableWriteUnits }) => tableWriteUnits),
      indexWriteUnits: grown(({ indexWriteUnits }) => indexWriteUnits),
      readUnits: grown(({ readUnits }) => readUnits),
      stateTransitions: grown(({ stateTransitions }) => stateTransitions),
      historyEvents: grown(({ historyEvents }) => historyEvents),
    }
  } finally {
    await baseline.stop()
  }
}

describe.each([20, 1000])('1000 payout requests of %i customers', (customers) => {
  let us: JourneyOrganization
  let took: DeskRun

  beforeAll(async () => {
    us = await desk.newOrganization()
    took = await runOnDesk(desk.stack, us, { ...ONE_LEG, customers })
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

  it('leave traces of at most 400 bytes each', async () => {
    const { pk, prefix } = runParts(us.id, took.batchId, took.runId)
    const parts = await queryAll(us.table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    })
    const bytes = parts.reduce((sum, { rows }) => sum + (rows instanceof Uint8Array ? rows.length : NaN), 0)
    expect(bytes / REQUESTS).toBeLessThanOrEqual(400)
    expect(bytes / REQUESTS).toBeGreaterThan(10)
  })

  it('are allocated for a quarter of what the plain baseline costs, with a fifteenth of its requests', () => {
    const { timesCheaper, timesFewerRequests } = comparison(took.run, plain)
    expect(timesCheaper).toBeGreaterThanOrEqual(4)
    expect(timesFewerRequests).toBeGreaterThanOrEqual(15)
    expect(plain).toMatchObject({ stateTransitions: REQUESTS, dynamodbRequests: 3 * REQUESTS })
  })
})

/** Beyond what the run takes anyway: a reservation for each transaction, again for each that met another's. */
const RESERVATIONS = 100

it('1000 payout requests through a capped account take one more request for each transaction, or few more', async () => {
  const situation = { ...ONE_LEG, customers: 20, capped: true }
  const { run } = await runOnDesk(desk.stack, await desk.newOrganization(), situation)
  expect(run.dynamodbRequests).toBeLessThanOrEqual(170 + RESERVATIONS)
  expect(run.stateTransitions).toBeLessThanOrEqual(36)
  expect(run.tableWriteUnits).toBeLessThanOrEqual(7_000)
  expect(run.indexWriteUnits).toBeLessThanOrEqual(2 * REQUESTS + BATCH_ITSELF)
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { endRun } from '../../../functions/batch-run/ending.ts'
import { asFaults } from '../../../functions/batch-run/missing.ts'
import { settleChunk } from '../../../functions/batch-run/settling.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { theRunInput } from '../../../shared/repository/runs/input.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { crashAt } from '../../harness/crash.ts'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'
import { byCap, capped, windowContents } from '../../harness/windows.ts'
import { card, giveInstruments, openAccounts } from '../../harness/world.ts'
import { randomBy } from '../../model/random.ts'
import { batchesOn } from '../payout-request-batches/members.ts'

/** Several runs over the same capped accounts at once, and whatever can go wrong with their calls. */

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000_000)

let desk: FrontedDesk

beforeAll(async () => {
  desk = await startFrontedDesk({ seed: SEED })
})
afterAll(() => desk.stop())

const CUSTOMERS = 60
const REQUESTS_PER_BATCH = 100
const CAPS = { gw_a: 300_00n, gw_b: 170_00n }

interface Running {
  readonly table: OrganizationTable
  readonly batchId: string
  readonly runId: string
  readonly chunks: readonly { readonly number: number; readonly requests: readonly string[] }[]
}

async function threeRuns(random: () => number): Promise<Running[]> {
  const { organization, ask, create, requests } = batchesOn(desk)
  const table = desk.table.as(organization, 60_000)
  await openAccounts(table, ...Object.entries(CAPS).map(([id, cap]) => capped(id, cap)))
  await giveInstruments(table, ...Array.from({ length: CUSTOMERS }, (_, i) => card(`cus_${i}`, `inst_${i}`)))
  const begin = await import('../../../functions/batch-run/begin.ts')
  const running: Running[] = []
  for (let i = 0; i < 3; i++) {
    const ids = await requests(REQUESTS_PER_BATCH, () => ({
      customerId: `cus_${Math.floor(random() * CUSTOMERS)}`,
      amountMinor: BigInt(1 + Math.floor(random() * 9_99)),
    }))
    const { id } = await create(ids)
    const headers = { Prefer: 'respond-async' }
    const { body } = await ask('payout-request-batches/auto-allocate', { id, headers })
    const run = { organizationId: organization, batchId: id, runId: body.run.id }
    running.push({ table, batchId: id, runId: body.run.id, chunks: (await begin.handler(run)).chunks })
  }
  return running
}

/** A call that stops for ever at one of its writes, as often as not beside another that does not. */
async function troubled({ table, ...run }: Running, random: () => number): Promise<void> {
  const attempts = run.chunks.flatMap(({ number, requests }) => {
    const calls = 1 + Math.floor(random() * 2)
    return Array.from({ length: calls }, async () => {
      const crash = crashAt(table, 1 + Math.floor(random() * 5), random() < 0.5 ? 'before' : 'after')
      const call = settleChunk(crash.table, { ...run, chunk: number }, requests, systemClock)
      await Promise.race([call, crash.stopped])
    })
  })
  await Promise.all(attempts)
}

/** The calls that Step Functions makes, each of them twice at once, over a network that loses and refuses. */
async function settled({ table, batchId, runId, chunks }: Running): Promise<void> {
  const { handler } = await import('../../../functions/batch-run/allocate-chunk.ts')
  const call = { organizationId: table.organization, batchId, runId }
  await Promise.all([...chunks, ...chunks].map((chunk) => handler({ ...call, chunk })))
}

async function concluded({ table, batchId, runId }: Running): Promise<void> {
  const { handler } = await import('../../../functions/batch-run/conclude.ts')
  const call = { organizationId: table.organization, batchId, runId }
  await Promise.all([handler(call), handler(call)])
}

async function demandWithinCaps(table: OrganizationTable): Promise<void> {
  const { allocated } = await windowContents(table)
  for (const [id, cap] of Object.entries(CAPS))
    expect(byCap(allocated)[`${id} 1`] ?? 0, `SEED=${SEED}`).toBeLessThanOrEqual(Number(cap))
}

async function demandExact(table: OrganizationTable): Promise<void> {
  const { allocated, taken, reservations } = await windowContents(table)
  expect(Object.keys(allocated), `SEED=${SEED}`).not.toEqual([])
  expect({ taken, reservations }, `SEED=${SEED}`).toEqual({ taken: allocated, reservations: [] })
}

it(`three runs never exceed two caps, whatever becomes of their calls (SEED=${SEED})`, async () => {
  const random = randomBy(SEED)
  const runs = await threeRuns(random)
  const table = runs[0]?.table ?? desk.table.as('')

  await Promise.all(runs.map((run) => troubled(run, random)))
  await demandWithinCaps(table)

  const { faults } = desk.endpoint
  faults.inject({ kind: 'conflict', probability: 0.05 })
  faults.inject({ kind: 'throttled-transaction', probability: 0.05 })
  faults.inject({ kind: 'lost-answer', probability: 0.05 })
  await Promise.all(runs.map(settled))
  await demandWithinCaps(table)

  await Promise.all(runs.map(concluded))
  faults.clear()
  await demandExact(table)
  for (const { batchId } of runs) {
    const { body } = await desk.as(table.organization)('payout-request-batches/get', { id: batchId })
    expect(body, `SEED=${SEED}`).toMatchObject({ status: 'completed', run: { outcomeCounts: { fault: 0 } } })
    expect(body.successCount + body.failureCount).toBe(REQUESTS_PER_BATCH)
  }
})

it(`a run whose chunks never come to an end is settled, and whoever comes too late changes nothing (SEED=${SEED})`, async () => {
  const random = randomBy(SEED)
  const [run] = await threeRuns(random)
  if (!run) throw new Error('There is no run.')
  const { table, chunks, ...reference } = run
  await troubled(run, random)
  const input = await theRunInput(table, reference)
  const at = new Date().toISOString()

  const latecomers = chunks.map(({ number, requests }) =>
    settleChunk(table, { ...reference, chunk: number }, requests, systemClock),
  )
  await endRun(table, reference, { input, missing: asFaults, status: 'failed' }, at)
  const before = await windowContents(table)
  await Promise.all(latecomers)

  expect(await windowContents(table)).toEqual(before)
  await demandExact(table)
})

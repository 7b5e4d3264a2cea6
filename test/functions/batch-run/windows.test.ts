import { afterAll, beforeAll, expect, it } from 'vitest'
import { settleChunk } from '../../../functions/batch-run/settling.ts'
import type { GatewayAccount } from '../../../shared/domain/gateway-account.ts'
import { executeRun } from '../../harness/batch-run.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { byCap, capped, windowContents } from '../../harness/windows.ts'
import { card, giveInstruments, openAccounts } from '../../harness/world.ts'
import { type Batches, batchesOn } from '../payout-request-batches/members.ts'

/** Rolling windows of capped gateway accounts, as a person who runs batches meets them (rules §4.5). */

let desk: TestDesk

beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

/** An organization with one customer and this account. */
async function deskWith(...accounts: GatewayAccount[]) {
  const batches = batchesOn(desk)
  const table = desk.table.as(batches.organization)
  await openAccounts(table, ...accounts)
  await giveInstruments(table, card('cus_1', 'inst_1'))
  return { ...batches, table }
}

/** A run that has begun: its batch, and what Begin answered. */
async function begun({ ask, table, create }: Ready, members: Parameters<Batches['create']>[0]) {
  const { id } = await create(members)
  return beginAgain({ ask, table }, id)
}

type Ready = Awaited<ReturnType<typeof deskWith>>

async function beginAgain({ ask }: Pick<Ready, 'ask' | 'table'>, id: string) {
  const { body } = await ask('payout-request-batches/auto-allocate', {
    id,
    headers: { Prefer: 'respond-async' },
  })
  return { id, runId: String(body.run.id) }
}

/** Runs a batch of new requests of 10 EUR, or of these, to its end. */
async function runOver(ready: Ready, members: Parameters<Batches['create']>[0]) {
  const { id, runId } = await begun(ready, members)
  await executeRun(ready.table, id, runId)
  return { id, run: (await ready.get(id)).run }
}

const allocated = async (ready: Ready) => byCap((await windowContents(ready.table)).allocated)

it('a run sets aside what the window has left, and no more', async () => {
  const ready = await deskWith(capped('gw', 25_00n))
  const { run } = await runOver(ready, 4)
  expect(run.outcomeCounts).toMatchObject({
    allocated: 2,
    'partially-allocated': 1,
    'not-allocated': 1,
  })
  expect(await allocated(ready)).toEqual({ 'gw 1': 25_00 })
  expect(await runOver(ready, 1)).toMatchObject({ run: { outcomeCounts: { 'not-allocated': 1 } } })
})

it('what exceeds one window goes through another account', async () => {
  const ready = await deskWith(capped('gw_a', 15_00n), capped('gw_b', 100_00n))
  expect(await runOver(ready, 3)).toMatchObject({ run: { outcomeCounts: { allocated: 3 } } })
  expect(await allocated(ready)).toEqual({ 'gw_a 1': 15_00, 'gw_b 1': 15_00 })
})

it('a canceled allocation gives its amount back, for the next run to take', async () => {
  const ready = await deskWith(capped('gw', 10_00n))
  const [first, second] = await ready.requests(2)
  const { id } = await runOver(ready, [first ?? '', second ?? ''])
  const request = (await ready.ask('payout-requests/get', { id: first ?? '' })).body
  const canceling = { id: request.allocations[0].id, body: { status: 'canceled' } }
  expect((await ready.ask('payout-request-allocations/patch', canceling)).status).toBe(200)
  expect(await windowContents(ready.table)).toEqual({ allocated: {}, taken: {}, reservations: [] })

  const again = await beginAgain(ready, id)
  await executeRun(ready.table, again.id, again.runId)
  expect(await allocated(ready)).toEqual({ 'gw 1': 10_00 })
})

it('what a person allocates is neither held against the window nor counted in it', async () => {
  const ready = await deskWith(capped('gw', 10_00n))
  const [first, second, third] = await ready.requests(3)
  await runOver(ready, [first ?? ''])
  const body = { paymentInstrumentId: 'inst_1', gatewayAccountId: 'gw', payoutRequestId: second, amount: 10 }
  expect((await ready.ask('payout-request-allocations/create', { body })).status).toBe(201)
  expect(byCap((await windowContents(ready.table)).taken)).toEqual({ 'gw 1': 10_00 })
  expect(await runOver(ready, [third ?? ''])).toMatchObject({
    run: { outcomeCounts: { 'not-allocated': 1 } },
  })
})

const body = (maxPerPeriod: number | null) => ({
  gatewayName: 'TestProcessor',
  method: 'payment-card',
  acceptedCurrencies: ['EUR'],
  readyToPayoutInstruction: 'all',
  payoutLimits:
    maxPerPeriod === null
      ? null
      : { maxPerPeriod: [{ amount: maxPerPeriod, currency: 'EUR', period: '24-hours' }] },
})

it('raising or lowering a cap keeps its window; removing it and setting it again starts an empty one', async () => {
  const ready = await deskWith()
  const set = async (cap: number | null) => {
    const { status, text } = await ready.ask('gateway-accounts/put', { id: 'gw', body: body(cap) })
    expect([200, 201], text).toContain(status)
  }
  await set(20)
  expect(await runOver(ready, 3)).toMatchObject({ run: { outcomeCounts: { allocated: 2 } } })
  await set(30)
  expect(await runOver(ready, 3)).toMatchObject({ run: { outcomeCounts: { allocated: 1 } } })
  await set(10)
  expect(await runOver(ready, 1)).toMatchObject({ run: { outcomeCounts: { allocated: 0 } } })
  await set(null)
  expect(await runOver(ready, 1)).toMatchObject({ run: { outcomeCounts: { allocated: 1 } } })
  await set(10)
  expect(await runOver(ready, 2)).toMatchObject({ run: { outcomeCounts: { allocated: 1 } } })
  expect(await allocated(ready)).toEqual({ 'gw 1': 30_00, 'gw 5': 10_00 })
})

it('a run goes on with the cap that it began with', async () => {
  const ready = await deskWith(capped('gw', 20_00n))
  const { id, runId } = await begun(ready, 3)
  const { handler } = await import('../../../functions/batch-run/begin.ts')
  await handler({ organizationId: ready.organization, batchId: id, runId })
  expect((await ready.ask('gateway-accounts/put', { id: 'gw', body: body(10) })).status).toBe(200)
  await executeRun(ready.table, id, runId)
  expect(await ready.get(id)).toMatchObject({ run: { outcomeCounts: { allocated: 2 } } })
  expect(await runOver(ready, 1)).toMatchObject({ run: { outcomeCounts: { allocated: 0 } } })
})

it('an hour counts for 24 to 25 hours', async () => {
  const ready = await deskWith(capped('gw', 10_00n))
  const allocatedAt = async (at: number) => {
    const { id, runId } = await begun(ready, 1)
    const { handler } = await import('../../../functions/batch-run/begin.ts')
    const { chunks } = await handler({ organizationId: ready.organization, batchId: id, runId })
    const chunk = { batchId: id, runId, chunk: 0 }
    await settleChunk(ready.table, chunk, chunks[0]?.requests ?? [], { now: () => new Date(at) })
    await executeRun(ready.table, id, runId)
    return (await ready.get(id)).run.outcomeCounts.allocated
  }
  const hour = 3_600_000
  const endOfHour = Math.floor(Date.now() / hour) * hour - 30 * hour - 1
  expect(await allocatedAt(endOfHour)).toBe(1)
  expect(await allocatedAt(endOfHour + 24 * hour)).toBe(0)
  expect(await allocatedAt(endOfHour + 24 * hour + 1)).toBe(1)
  expect(await allocatedAt(endOfHour + 25 * hour + 1)).toBe(0)
  const { taken, allocated, reservations } = await windowContents(ready.table)
  expect([Object.values(taken), reservations]).toEqual([[10_00, 10_00], []])
  expect(taken).toEqual(allocated)
})

import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settleChunk } from '../../../functions/batch-run/settling.ts'
import { planKey } from '../../../shared/repository/run-keys.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import type { ApiAnswer } from '../../harness/api.ts'
import { executeRun } from '../../harness/batch-run.ts'
import { fieldsOf, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'
import { batchesOn } from '../payout-request-batches/members.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

/** A batch of four requests of 10 EUR, two of each customer, and its plan: through one account that has a cap of 40. */
async function reviewed() {
  const batches = batchesOn(desk)
  const { organization, ask, requests, create, get } = batches
  const table = desk.table.as(organization)
  const cap = { currency: 'EUR', amountMinor: 40_00n, since: 1 }
  const payoutLimits = { maxPerTransaction: [], minPerTransaction: [], maxPerPeriod: [cap] }
  await openAccounts(table, account('gw_1', { payoutLimits }))
  await giveInstruments(table, card('cus_a', 'inst_a'), card('cus_b', 'inst_b'))
  const ids = await requests(4, (i) => ({ customerId: i < 2 ? 'cus_a' : 'cus_b' }))
  const batch = await create(ids)
  const planned = await ask('payout-request-batches/allocation-plan', { id: batch.id })
  const { planHash } = planned.body
  const start = (body: unknown, id: string = batch.id) =>
    ask('payout-request-batches/auto-allocate', { id, body, headers: { Prefer: 'respond-async' } })
  const finish = async (started: any) => {
    await executeRun(table, batch.id, started.run.id)
    return get(batch.id)
  }
  return {
    ...batches,
    ids,
    batch,
    planned,
    planHash,
    start,
    finish,
    /** Of a run or a plan. */
    rows: async (query: Record<string, string>) =>
      (await ask('payout-request-batches/outcomes', { id: batch.id, method: 'GET', query })).body,
    apply: async () => finish((await start({ planHash })).body),
    /** What is allocated of each request, in the order of the ids. */
    allocated: () =>
      Promise.all(
        ids.map(async (id) => {
          const { body } = await ask('payout-requests/get', { id })
          return body.amount - body.availableAmount
        }),
      ),
    expire: () =>
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: planKey(organization, batch.id, planHash, 0),
          UpdateExpression: 'SET expiresTime = :past',
          ExpressionAttributeValues: { ':past': new Date(Date.now() - 1).toISOString() },
        }),
      ),
  }
}

const idsIn = (rows: any): string[] =>
  rows.map(({ payoutRequestId }: { payoutRequestId: string }) => payoutRequestId).toSorted()

const problemOf = ({ status, body }: ApiAnswer) => [status, body.type]
const NOT_USABLE = [409, 'urn:payout-desk:problem:plan-not-usable']

describe('a run with a plan', () => {
  it('sets aside what was planned, says by which plan, and nothing twice however often its steps are repeated', async () => {
    const { apply, allocated, planned, planHash, batch, get, organization } = await reviewed()
    const after = await apply()
    expect(after).toMatchObject({ status: 'completed', successCount: 4, failureCount: 0, run: { planHash } })
    const { outcomeCounts, allocatedAmountByCurrency } = planned.body
    expect(after.run).toMatchObject({ outcomeCounts, allocatedAmountByCurrency })
    expect(await allocated()).toEqual([10, 10, 10, 10])

    await executeRun(desk.table.as(organization), batch.id, after.run.id)
    expect(await get(batch.id)).toEqual(after)
  })

  it('goes on with the plan where an earlier try of a chunk broke off between two requests of one customer', async () => {
    const { start, finish, planHash, ids, batch, organization, allocated } = await reviewed()
    const { body } = await start({ planHash })
    const table = desk.table.as(organization)
    const run = { organizationId: organization, batchId: batch.id, runId: body.run.id }
    await (await import('../../../functions/batch-run/begin.ts')).handler(run)
    await settleChunk(table, { ...run, chunk: 0 }, ids.slice(0, 1), systemClock)
    expect(await allocated()).toEqual([10, 0, 0, 0])
    expect((await finish(body)).run.outcomeCounts.allocated).toBe(4)
    expect(await allocated()).toEqual([10, 10, 10, 10])
  })

  it('leaves a request that was changed since, and what came after it for the same customer; others get theirs', async () => {
    const { ask, ids, apply, allocated, rows } = await reviewed()
    await ask('payout-requests/patch', { id: ids[0] ?? '', method: 'PATCH', body: { description: 'New' } })
    const after = await apply()
    expect(after.run.outcomeCounts).toMatchObject({ allocated: 2, 'not-allocated': 2 })
    expect(await allocated()).toEqual([0, 0, 10, 10])
    const drifted = await rows({ run: after.run.id, filter: 'reason:plan-drifted' })
    expect(idsIn(drifted)).toEqual(ids.slice(0, 2).toSorted())
  })

  it('leaves whoever joined the batch since', async () => {
    const { ask, batch, requests, apply, allocated, rows } = await reviewed()
    const payoutRequestIds = await requests(1, () => ({ customerId: 'cus_a' }))
    await ask('payout-request-batches/add', { id: batch.id, body: { payoutRequestIds } })
    const after = await apply()
    expect(after).toMatchObject({ successCount: 4, failureCount: 1 })
    expect(await allocated()).toEqual([10, 10, 10, 10])
    expect(idsIn(await rows({ filter: 'reason:not-in-plan' }))).toEqual(payoutRequestIds)
    const [late = ''] = payoutRequestIds
    expect((await ask('payout-requests/get', { id: late })).body.allocations).toEqual([])
  })

  it('leaves everybody when a gateway account was changed, and whom a window has no room for any more', async () => {
    const changed = await reviewed()
    await changed.ask('gateway-accounts/patch', { id: 'gw_1', method: 'PATCH', body: { isDown: true } })
    expect((await changed.apply()).run.outcomeCounts['not-allocated']).toBe(4)

    const crowded = await reviewed()
    const other = await crowded.create(
      await crowded.requests(2, () => ({ customerId: 'cus_b', currency: 'EUR' })),
    )
    const run = await crowded.start(undefined, other.id)
    await executeRun(desk.table.as(crowded.organization), other.id, run.body.run.id)
    expect(run.body.run.planHash).toBeNull()
    const after = await crowded.apply()
    expect(after.run.outcomeCounts).toMatchObject({ allocated: 2, 'not-allocated': 2 })
    expect(await crowded.allocated()).toEqual([10, 10, 0, 0])
  })

  it('finds its members as it left them when the plan is applied again', async () => {
    const { apply, allocated } = await reviewed()
    await apply()
    const again = await apply()
    expect(again).toMatchObject({ successCount: 4, run: { outcomeCounts: { 'already-allocated': 4 } } })
    expect(await allocated()).toEqual([10, 10, 10, 10])
  })

  it('applies the plan to the end, though this expires meanwhile', async () => {
    const { start, finish, expire, planHash } = await reviewed()
    const { body } = await start({ planHash })
    await expire()
    expect((await finish(body)).run.outcomeCounts.allocated).toBe(4)
    expect(problemOf(await start({ planHash }))).toEqual(NOT_USABLE)
  })
})

describe('the outcomes of a plan', () => {
  it('are those of the run that applies it, but for what only a run has', async () => {
    const { planHash, apply, rows } = await reviewed()
    const planned = await rows({ plan: planHash, sort: 'payoutRequestId' })
    const { run } = await apply()
    const done = await rows({ run: run.id, sort: 'payoutRequestId' })
    expect(planned).toHaveLength(4)
    expect(planned).toEqual(
      done.map((row: any) => ({
        ...row,
        runId: null,
        legs: row.legs.map((leg: any) => ({ ...leg, allocationId: null })),
      })),
    )
    expect(planned[0].legs).toEqual([expect.objectContaining({ gatewayAccountId: 'gw_1', amount: 10 })])
  })

  it('are traced one by one as those of a run', async () => {
    const { ask, batch, planHash, ids } = await reviewed()
    const trace = (payoutRequestId: string, query: Record<string, string>) =>
      ask('payout-request-batches/outcome', {
        id: batch.id,
        path: { payoutRequestId },
        method: 'GET',
        query,
      })
    const { body } = await trace(ids[2] ?? '', { plan: planHash })
    expect(body).toMatchObject({ payoutRequestId: ids[2], runId: null, allocationPolicy: 'largest-exposure' })
    expect(body.candidates).toEqual([
      expect.objectContaining({ gatewayName: 'TestProcessor', periodLeftAmount: 20, allocatedAmount: 10 }),
    ])
    expect((await trace('pout_req_other', { plan: planHash })).status).toBe(404)
    expect((await trace(ids[2] ?? '', { plan: planHash, run: 'run_1' })).status).toBe(400)
  })

  it('are gone with the plan, and are asked for by one name', async () => {
    const { ask, batch, planHash, expire } = await reviewed()
    const status = async (query: Record<string, string>) =>
      (await ask('payout-request-batches/outcomes', { id: batch.id, method: 'GET', query })).status
    expect(await status({ plan: planHash, operation: 'operation_1' })).toBe(400)
    expect(await status({ plan: planHash, filter: 'customerId:cus_a', limit: '1' })).toBe(200)
    expect(await status({ plan: 'unknown' })).toBe(404)
    await expire()
    expect(await status({ plan: planHash })).toBe(404)
  })
})

it('no run begins with a plan that is unknown, expired or another batch’s', async () => {
  const { start, planHash, create, requests, batch, get, expire } = await reviewed()
  const other = await create(await requests(1))
  expect(problemOf(await start({ planHash }, other.id))).toEqual(NOT_USABLE)
  for (const unknown of ['x'.repeat(43), '', '#?', 'x'.repeat(300)])
    expect(problemOf(await start({ planHash: unknown })), unknown).toEqual(NOT_USABLE)
  await expire()
  expect(problemOf(await start({ planHash }))).toEqual(NOT_USABLE)
  expect(await get(batch.id)).toEqual(batch)
})

it.each([null, 7, ['x'], {}])('a planHash that is no text is refused: %j', async (planHash) => {
  const { start, batch, get } = await reviewed()
  const refused = await start({ planHash })
  expect([refused.status, fieldsOf(refused)]).toEqual([422, ['planHash']])
  expect((await get(batch.id)).status).toBe('pending')
})

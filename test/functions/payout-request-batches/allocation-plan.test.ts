import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fieldsOf } from '../../harness/desk.ts'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'
import { account, card, giveInstruments, openAccounts, paid } from '../../harness/world.ts'
import { type Batches, batchesOn } from './members.ts'

let desk: FrontedDesk
beforeAll(async () => {
  desk = await startFrontedDesk()
})
afterAll(() => desk.stop())

const PLAN = 'payout-request-batches/allocation-plan'

/** Two customers: one with a card for everything, one whose payments cover 9 EUR. */
async function payable(batches: Batches): Promise<void> {
  const table = desk.table.as(batches.organization)
  await openAccounts(
    table,
    account('gw_all', { acceptedCurrencies: ['JPY'] }),
    account('gw_cov', { acceptedCurrencies: ['EUR'], readyToPayoutInstruction: 'covered-payout' }),
  )
  await giveInstruments(table, card('cus_a', 'inst_a'), card('cus_b', 'inst_b'))
  const pair = { paymentInstrumentId: 'inst_b', gatewayAccountId: 'gw_cov' }
  await paid(table, { customerId: 'cus_b', currency: 'EUR', ...pair, amountMinor: 9_00n })
}

async function plannable() {
  const batches = batchesOn(desk)
  await payable(batches)
  const ids = [
    ...(await batches.requests(1, () => ({ customerId: 'cus_a', currency: 'JPY', amountMinor: 500n }))),
    ...(await batches.requests(2, () => ({ customerId: 'cus_b', amountMinor: 5_00n }))),
    ...(await batches.requests(1, () => ({ customerId: 'cus_nobody' }))),
  ]
  const batch = await batches.create(ids)
  return { ...batches, ids, batch, plan: () => batches.ask(PLAN, { id: batch.id }) }
}

describe('a plan', () => {
  it('says what a run would do, member after member, and does nothing of it', async () => {
    const { ask, batch, get, ids, plan } = await plannable()
    const before = await get(batch.id)

    const { status, body, headers } = await plan()

    expect(status).toBe(200)
    expect(headers.ETag).toBe(`"1"`)
    expect(body).toMatchObject({
      planHash: expect.stringMatching(/^[\w-]{43}$/),
      outcomeCounts: {
        allocated: 2,
        'partially-allocated': 1,
        'not-allocated': 1,
        'already-allocated': 0,
        fault: 0,
      },
      allocatedAmountByCurrency: [
        { currency: 'EUR', amount: 9 },
        { currency: 'JPY', amount: 500 },
      ],
      unallocatedAmountByCurrency: [
        { currency: 'EUR', amount: 11 },
        { currency: 'JPY', amount: 0 },
      ],
      allocatedAmountByGatewayAccount: [
        { gatewayAccountId: 'gw_all', currency: 'JPY', amount: 500 },
        { gatewayAccountId: 'gw_cov', currency: 'EUR', amount: 9 },
      ],
    })
    expect(Date.parse(body.expiresTime) - Date.now()).toBeGreaterThan(23.9 * 3600 * 1000)
    expect(await get(batch.id)).toEqual(before)
    const shown = await Promise.all(ids.map((id) => ask('payout-requests/get', { id })))
    expect(shown.map(({ body: request }) => [request.status, request.allocations])).toEqual(
      ids.map(() => ['approved', []]),
    )
  })

  it('has the same hash until something changes', async () => {
    const { ask, ids, plan } = await plannable()
    const first = await plan()
    const second = await plan()
    expect(second.body).toEqual({ ...first.body, expiresTime: second.body.expiresTime })
    await ask('payout-requests/patch', { id: ids[0] ?? '', method: 'PATCH', body: { description: 'New' } })
    const { planHash, ...third } = (await plan()).body
    expect(planHash).not.toBe(first.body.planHash)
    expect(third.outcomeCounts).toEqual(first.body.outcomeCounts)
  })

  it('is made again by the same key without another look', async () => {
    const { ask, ids, batch } = await plannable()
    const once = { id: batch.id, headers: { 'Idempotency-Key': 'plan-1' } }
    const first = await ask(PLAN, once)
    await ask('payout-requests/patch', { id: ids[0] ?? '', method: 'PATCH', body: { description: 'New' } })
    const again = await ask(PLAN, once)
    expect([again.headers['Idempotent-Replayed'], again.text]).toEqual(['true', first.text])
  })

  it('of an empty batch has nothing in it', async () => {
    const { ask, ids, batch, plan } = await plannable()
    await ask('payout-request-batches/remove', { id: batch.id, body: { payoutRequestIds: ids } })
    const { status, body } = await plan()
    expect([status, body.allocatedAmountByCurrency, body.allocatedAmountByGatewayAccount]).toEqual([
      200,
      [],
      [],
    ])
  })

  it('takes no body but an empty object', async () => {
    const { ask, batch } = await plannable()
    const ofBody = async (body: unknown) => {
      const answer = await ask(PLAN, { id: batch.id, body })
      return [answer.status, answer.status === 422 ? fieldsOf(answer) : []]
    }
    expect(await ofBody({ planHash: 'x', dryRun: true })).toEqual([422, ['dryRun', 'planHash']])
    expect(await ofBody([])).toEqual([422, ['']])
    expect(await ofBody({})).toEqual([200, []])
  })

  it('is refused of an unknown batch, of a version that is not the batch’s, and while a run is at work', async () => {
    const { ask, batch, plan } = await plannable()
    expect((await ask(PLAN, { id: 'preq_batch_nobody' })).status).toBe(404)
    expect((await ask(PLAN, { id: batch.id, headers: { 'If-Match': '"7"' } })).status).toBe(412)
    await ask('payout-request-batches/auto-allocate', {
      id: batch.id,
      headers: { Prefer: 'respond-async' },
    })
    const refused = await plan()
    expect([refused.status, refused.body.type]).toEqual([409, 'urn:payout-desk:problem:batch-is-processing'])
    expect(refused.headers['Retry-After']).toBeDefined()
  })
})

it('a plan of 1000 customers takes 36 requests and 100 write units', async () => {
  const { organization, ask, create, requests } = batchesOn(desk)
  const table = desk.table.as(organization)
  await openAccounts(table, account('gw_1'))
  await giveInstruments(table, ...Array.from({ length: 1000 }, (_, i) => card(`cus_${i}`, `inst_${i}`)))
  const { id } = await create(await requests(1000, (i) => ({ customerId: `cus_${i}` })))
  const { answer, cost } = await desk.costOf(() => ask(PLAN, { id }))
  expect(answer.body.outcomeCounts.allocated).toBe(1000)
  expect(cost.dynamodbRequests).toBeLessThanOrEqual(36)
  expect(cost.tableWriteUnits).toBeLessThanOrEqual(100)
})

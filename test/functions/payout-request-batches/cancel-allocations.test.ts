import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PayoutAsk } from '../../../shared/domain/payout-request-changes.ts'
import { customerProfiles } from '../../../shared/repository/customers.ts'
import { executeRun } from '../../harness/batch-run.ts'
import { fieldsOf, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'
import { batchesOn } from './members.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

/** An organization whose customers cus_0 … can be paid without limits, with requests of 10 EUR. */
async function world(customers = 1) {
  const batches = batchesOn(desk)
  const { ask, organization } = batches
  const table = desk.table.as(organization)
  const customerIds = Array.from({ length: customers }, (_, i) => `cus_${i}`)
  await openAccounts(table, account('gw_1'))
  await giveInstruments(table, ...customerIds.map((id) => card(id, `inst_${id}`)))
  return {
    ...batches,
    table,
    requests: (count: number, ask: Partial<PayoutAsk> = {}) =>
      batches.requests(count, (i) => ({ customerId: `cus_${i % customers}`, ...ask })),
    allocate: async (payoutRequestId: string, amount: number) => {
      const body = { payoutRequestId, paymentInstrumentId: 'inst_cus_0', gatewayAccountId: 'gw_1', amount }
      return (await ask('payout-request-allocations/create', { body })).body
    },
    run: async (id: string): Promise<string> => {
      const headers = { Prefer: 'respond-async' }
      const { body } = await ask('payout-request-batches/auto-allocate', { id, headers })
      await executeRun(table, id, body.run.id)
      return body.run.id
    },
    cancel: (id: string, body?: object, headers: Record<string, string> = {}) =>
      ask('payout-request-batches/cancel-allocations', { id, body, headers }),
    outcomes: async (id: string, { body }: { body: any }): Promise<Map<string, any>> => {
      const href = body._links.find(({ rel }: { rel: string }) => rel === 'outcomes').href
      const query = { operation: new URL(href).searchParams.get('operation') ?? '', limit: '1000' }
      const rows = (await ask('payout-request-batches/outcomes', { id, query, method: 'GET' })).body
      return new Map(rows.map(({ payoutRequestId, ...row }: any) => [payoutRequestId, row]))
    },
    request: async (id: string) => (await ask('payout-requests/get', { id })).body,
    openMinor: async () => {
      const wanted = customerIds.map((customerId) => ({ customerId, currency: 'EUR' }))
      return (await customerProfiles(table, wanted)).flatMap(({ exposures }) =>
        exposures.map(({ openMinor }) => openMinor),
      )
    },
  }
}

const DONE = { outcome: 'done', reason: null, errorId: null }
const UNCHANGED = { outcome: 'unchanged', reason: null, errorId: null }

it('cancels all that is pending, and says of each member what became of it', async () => {
  const { allocate, ask, cancel, create, openMinor, outcomes, request, requests } = await world()
  const ids = await requests(4, { amountMinor: 100_00n })
  const [twice = '', begun = '', blocked = '', none = ''] = ids
  const { id } = await create(ids)
  await allocate(twice, 60)
  await allocate(twice, 40)
  const paying = await allocate(begun, 30)
  await ask('payout-request-allocations/patch', { id: paying.id, body: { status: 'processing' } })
  await allocate(begun, 20)
  await allocate(blocked, 50)
  await ask('payout-requests/patch', { id: blocked, body: { blocked: true } })

  const answer = await cancel(id)
  expect([answer.status, answer.body.id, answer.body.totalCount]).toEqual([200, id, 4])
  const rows = await outcomes(id, answer)
  expect(ids.map((one) => rows.get(one))).toEqual([
    DONE,
    DONE,
    { outcome: 'refused', reason: 'blocked', errorId: null },
    UNCHANGED,
  ])
  const left = await Promise.all(ids.map(request))
  expect(left.map(({ availableAmount, status }) => [availableAmount, status])).toEqual([
    [100, 'in-progress'],
    [70, 'in-progress'],
    [50, 'in-progress'],
    [100, 'approved'],
  ])
  expect(left.map(({ allocations }) => allocations.map((one: any) => one.status))).toEqual([
    ['canceled', 'canceled'],
    ['processing', 'canceled'],
    ['pending'],
    [],
  ])
  expect(await openMinor()).toEqual([80_00n]) // what is paid and what is blocked
  expect((await outcomes(id, await cancel(id))).get(none)).toEqual(UNCHANGED)
})

it('cancels what one run made, and nothing that people or another run did', async () => {
  const { allocate, cancel, create, request, requests, run } = await world()
  const [id = ''] = await requests(1)
  const batch = await create([id])
  await allocate(id, 1)
  const first = await run(batch.id)
  await cancel(batch.id, { runId: first })
  const second = await run(batch.id)
  const statuses = async () => (await request(id)).allocations.map((one: any) => [one.runId, one.status])
  await cancel(batch.id, { runId: first })
  expect(await statuses()).toEqual([
    [null, 'pending'],
    [first, 'canceled'],
    [second, 'pending'],
  ])
  await cancel(batch.id, { runId: null })
  expect((await statuses()).map(([, status]: string[]) => status)).toEqual(Array(3).fill('canceled'))
  expect((await request(id)).availableAmount).toBe(10)
})

it('refuses a run that is not this batch’s, a body that names none, and a batch that nobody has', async () => {
  const { cancel, create, request, requests, run } = await world()
  const ids = await requests(2)
  const [one, other] = [await create(ids.slice(0, 1)), await create(ids.slice(1))]
  await run(one.id)
  const foreign = await run(other.id)
  for (const runId of [foreign, 'run_unknown', 'a#b', '', 7, ['x']])
    expect(fieldsOf(await cancel(one.id, { runId })), String(runId)).toEqual(['runId'])
  expect((await request(ids[0] ?? '')).allocations).toMatchObject([{ status: 'pending' }])
  for (const id of ['preq_batch_no', 'a#b']) expect((await cancel(id)).status).toBe(404)
})

it('gives everything back once, also where many share a customer and others cancel meanwhile', async () => {
  const { ask, cancel, create, openMinor, request, requests, run } = await world(3)
  const ids = await requests(150)
  const { id } = await create(ids)
  await run(id)
  expect(await openMinor()).toEqual([500_00n, 500_00n, 500_00n])
  const made = (await Promise.all(ids.slice(0, 12).map(request))).flatMap(({ allocations }) => allocations)
  const answers = await Promise.all([
    cancel(id),
    ...made.map((one) =>
      ask('payout-request-allocations/patch', { id: one.id, body: { status: 'canceled' } }),
    ),
    cancel(id),
  ])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  expect(await openMinor()).toEqual([0n, 0n, 0n])
  const left = await Promise.all(ids.map(request))
  expect(left.filter(({ availableAmount }) => availableAmount !== 10)).toEqual([])
})

it('cancels more of one request than a transaction takes', async () => {
  const { allocate, cancel, create, openMinor, outcomes, request, requests } = await world()
  const [id = '', neighbour = ''] = await requests(2, { amountMinor: 200_00n })
  const batch = await create([id, neighbour])
  for (let i = 0; i < 101; i++) await allocate(id, 1)
  await allocate(neighbour, 5)
  const rows = await outcomes(batch.id, await cancel(batch.id))
  expect([...rows.values()]).toEqual([DONE, DONE])
  expect([(await request(id)).availableAmount, await openMinor()]).toEqual([200, [0n]])
})

it('gives the same key the same answer and the outcomes of the first', async () => {
  const { allocate, cancel, create, outcomes, requests } = await world()
  const [id = ''] = await requests(1)
  const batch = await create([id])
  await allocate(id, 4)
  const key = { 'Idempotency-Key': 'cancel once' }
  const [first, again] = [await cancel(batch.id, {}, key), await cancel(batch.id, {}, key)]
  expect(again.body).toEqual(first.body)
  expect((await outcomes(batch.id, again)).get(id)).toEqual(DONE)
})

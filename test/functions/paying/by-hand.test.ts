import { afterAll, beforeAll, expect, it } from 'vitest'
import { fieldsOf, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { newStage } from './stage.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

const reasonOf = ({ body }: { body: any }) => String(body.type).split(':').at(-1)

it('lets a person settle an unknown payment once, and the same call again have the same answer', async () => {
  const { queued, work, found, ask } = await newStage(desk)
  const { id } = await queued(10_98n)
  await work(id)
  const credit = (await found(id)).credit?.id ?? ''
  const update = (body: object) =>
    ask('transactions/update', { id: credit, body, headers: { 'Idempotency-Key': JSON.stringify(body) } })

  expect(fieldsOf(await update({ result: 'approved', amount: 10.97, currency: 'USD' }))).toEqual([
    'amount',
    'currency',
  ])
  expect((await update({ result: 'maybe' })).status).toBe(422)
  const answers = [
    await update({ result: 'declined', amount: 10.98 }),
    await update({ result: 'declined', amount: 10.98 }),
  ]
  expect(answers.map(({ status, body }) => [status, body.result])).toEqual([
    [201, 'declined'],
    [201, 'declined'],
  ])
  const after = await found(id)
  expect([after.allocation.status, after.request.unallocatedMinor, after.allocation.lastChange.by]).toEqual([
    'declined',
    10_98n,
    'usr_test',
  ])
  expect(reasonOf(await update({ result: 'approved' }))).toBe('transaction-not-changeable')
})

it('lets a person tell what a recorded payment was, with its effect', async () => {
  const { ask, found, allocation } = await newStage(desk)
  const sale = {
    id: 'txn_1',
    type: 'sale',
    result: 'unknown',
    amount: 30,
    currency: 'EUR',
    customerId: 'cus_1',
    paymentInstrumentId: 'card_1',
    gatewayAccountId: 'gw_1',
  }
  await ask('transactions/create', { body: sale })
  expect((await ask('transactions/update', { id: 'txn_1', body: { result: 'approved' } })).body.result).toBe(
    'approved',
  )
  const { id } = await allocation(1_00n)
  expect((await found(id)).pair).toMatchObject({ salesMinor: 30_00n, payments: 1 })
  for (const call of ['update', 'query']) {
    const answer = await ask(`transactions/${call}`, { id: 'txn_1', body: { result: 'declined' } })
    expect([answer.status, reasonOf(answer)]).toEqual([409, 'transaction-not-changeable'])
  }
})

it('queues what is pending, passes over the rest, and queues nothing when one may not be paid', async () => {
  const { allocation, ask, found } = await newStage(desk)
  const [one, other, canceled] = [await allocation(1_00n), await allocation(2_00n), await allocation(3_00n)]
  await ask('payout-request-allocations/patch', { id: canceled.id, body: { status: 'canceled' } })
  const process = (...allocationIds: string[]) =>
    ask('payout-request-allocations/process', { body: { allocationIds } })
  const statuses = async () =>
    Promise.all([one, other, canceled].map(async ({ id }) => (await found(id)).allocation.status))

  expect(fieldsOf(await process(one.id, 'pra_x', other.id))).toEqual(['allocationIds.1'])
  await ask('gateway-accounts/disable', { id: 'gw_1' })
  const refused = await process(one.id, canceled.id)
  expect([reasonOf(refused), fieldsOf(refused)]).toEqual(['gateway-cannot-pay', ['allocationIds.0']])
  expect(await statuses()).toEqual(['pending', 'pending', 'canceled'])
  await ask('gateway-accounts/enable', { id: 'gw_1' })
  for (let n = 0; n < 2; n++) expect((await process(one.id, other.id, canceled.id, one.id)).status).toBe(204)
  expect(await statuses()).toEqual(['queued', 'queued', 'canceled'])
  expect((await process()).status).toBe(422)
})

it('begins nothing by hand while payouts are stopped', async () => {
  const { allocation, ask, found } = await newStage(desk)
  const { id } = await allocation(1_00n)
  process.env.PAYOUTS_STOPPED = 'true'
  const answer = await ask('payout-request-allocations/patch', { id, body: { status: 'processing' } })
  process.env.PAYOUTS_STOPPED = 'false'
  expect([answer.status, reasonOf(answer)]).toEqual([409, 'payouts-stopped'])
  expect((await found(id)).allocation.status).toBe('pending')
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { newStage } from './stage.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

const sayings = ['approved', 'declined', 'canceled', 'abandoned'] as const

it.each(sayings)('takes in %s from outside once, however often it comes', async (result) => {
  const { queued, work, told, found } = await newStage(desk)
  const { id } = await queued(10_98n)
  await work(id)
  const event = { allocationId: id, amount: 10.98, result }
  await told(event)
  const after = await found(id)
  await told(event)
  expect(await found(id)).toEqual(after)
  const [status, payouts] = result === 'approved' ? ['completed', 10_98n] : [undefined, 0n]
  expect(after.allocation.status).toBe(status ?? (result === 'declined' ? 'declined' : 'failed'))
  expect([after.allocation.transactionResult, after.credit?.result]).toEqual([result, result])
  expect([after.pair.payoutsMinor, after.pair.openMinor]).toEqual([payouts, 0n])
  if (result === 'approved') expect(after.pair.lastPayoutTime).toBe('2026-01-05T00:00:00.000Z')
})

it('knows a payment by its transaction, too', async () => {
  const { queued, work, told, found } = await newStage(desk)
  const { id } = await queued(10_98n)
  await work(id)
  const { transactionId } = (await found(id)).allocation
  await told({ allocationId: id, transactionId, amount: 10.98 })
  expect((await found(id)).allocation.status).toBe('completed')
})

it('records that a completed payment was declined after all, once, and the reverse again', async () => {
  const { queued, work, told, found } = await newStage(desk)
  const { id } = await queued(10_00n, 20_00n)
  await work(id)
  const conflict = { reason: 'conflicting-result' }
  for (let n = 0; n < 2; n++)
    await expect(told({ allocationId: id, result: 'declined' })).rejects.toMatchObject(conflict)
  const denied = await found(id)
  expect([denied.allocation.status, denied.credit?.result, denied.request.blockReason]).toEqual([
    'completed',
    'declined',
    'risk-review',
  ])
  expect([denied.pair.payoutsMinor, denied.request.paidMinor]).toEqual([0n, 10_00n])
  await expect(told({ allocationId: id })).rejects.toMatchObject(conflict)
  expect((await found(id)).pair.payoutsMinor).toBe(10_00n)
})

it('records another amount, or another currency, as the gateway has it, and waits for a person', async () => {
  const { queued, work, told, found, world, ask } = await newStage(desk)
  const { id } = await queued(10_98n)
  await work(id)
  for (const event of [{ amount: 9 }, { amount: 10.98, currency: 'USD' }])
    await expect(told({ allocationId: id, ...event })).rejects.toMatchObject({ reason: 'amount-differs' })
  const waiting = await found(id)
  expect([waiting.allocation.status, waiting.credit?.currency, waiting.credit?.amountMinor]).toEqual([
    'processing',
    'USD',
    10_98n,
  ])
  expect([waiting.pair.payoutsMinor, waiting.pair.openMinor]).toEqual([0n, 10_98n]) // in euros
  const calls = world.firstCalls.size
  await work(id)
  expect(world.firstCalls.size).toBe(calls)

  const answer = await ask('transactions/update', {
    id: waiting.credit?.id ?? '',
    body: { result: 'approved' },
  })
  expect([answer.status, answer.body.amount, answer.body.currency]).toEqual([201, 10.98, 'EUR'])
  expect((await found(id)).pair).toMatchObject({ payoutsMinor: 10_98n, openMinor: 0n })
})

it('records a payment that was never sent, and stops the allocation', async () => {
  const { allocation, told, found, ask } = await newStage(desk)
  const { id } = await allocation(10_00n)
  for (let n = 0; n < 2; n++)
    await expect(told({ allocationId: id })).rejects.toMatchObject({ reason: 'conflicting-result' })
  const after = await found(id)
  expect([after.allocation.status, after.request.blocked, after.pair.payoutsMinor]).toEqual([
    'pending',
    true,
    10_00n,
  ])
  const body = { allocationIds: [id] }
  expect((await ask('payout-request-allocations/process', { body })).body.invalidFields).toEqual([
    { field: 'allocationIds.0', message: 'belongs to a payout request that is blocked' },
  ])
})

it('sets aside what can never apply, with the reason', async () => {
  const { queued, told, ask } = await newStage(desk)
  const { id } = await queued(10_00n)
  const sale = {
    id: 'txn_sale',
    type: 'sale',
    result: 'approved',
    amount: 10,
    currency: 'EUR',
    customerId: 'cus_1',
    paymentInstrumentId: 'card_1',
    gatewayAccountId: 'gw_1',
  }
  expect((await ask('transactions/create', { body: sale })).status).toBe(201)
  const reasons = [
    [{ allocationId: 'pra_01~nobody' }, 'unknown-allocation'],
    [{ allocationId: id, transactionId: 'txn_nobody' }, 'unknown-transaction'],
    [{ allocationId: id, transactionId: 'txn_sale' }, 'not-a-payout'],
  ] as const
  for (const [event, reason] of reasons) await expect(told(event)).rejects.toMatchObject({ reason })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Allocation } from '../../../shared/domain/allocation.ts'
import { exposureOn } from '../../../shared/domain/customer.ts'
import { creditOf } from '../../../shared/domain/transaction.ts'
import { customerProfile } from '../../../shared/repository/customers.ts'
import { newTransactionWrite } from '../../../shared/repository/transactions.ts'
import { commit } from '../../../shared/repository/write.ts'
import { newCustomer, SALE } from '../../harness/customers.ts'
import { type Ask, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'

let desk: TestDesk
let organization: string
let ask: Ask

beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(async () => {
  organization = newOrganization()
  ask = desk.as(organization)
  await newCustomer(ask)
})
afterAll(() => desk.stop())

const post = (body: unknown) => ask('transactions/create', { body })
const pair = async () =>
  exposureOn(
    await customerProfile(desk.table.as(organization), { customerId: 'cus_1', currency: 'EUR' }),
    'card_cus_1',
    'gw_card',
  )
const DIFFERS = { status: 409, body: { type: 'urn:payout-desk:problem:transaction-differs' } }
const at = (second: number) => `2026-05-01T00:00:${String(second).padStart(2, '0')}.000Z`

describe('the same transaction', () => {
  it.each(['id', 'requestId'])('counts once under its %s, posted 20 times at once', async (name) => {
    const body = { ...SALE, [name]: 'one-and-only' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(body)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19)
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await pair()).toMatchObject({ payments: 1, salesMinor: 1000n, headroomMinor: 1000n })
  })

  it('is the first one, also when that was disputed meanwhile or other words say the same', async () => {
    await post({ ...SALE, id: 'txn_1', processedTime: at(5) })
    await ask('transactions/patch', { id: 'txn_1', body: { status: 'disputed' } })
    const again = await post({
      ...SALE,
      id: 'txn_1',
      processedTime: '2026-05-01T02:00:05+02:00',
      status: 'completed',
      websiteId: null,
      unknownMember: 1,
    })
    expect(again).toMatchObject({ status: 200, body: { status: 'disputed' }, headers: { ETag: '"2"' } })
    expect(await pair()).toMatchObject({ payments: 0, salesMinor: 0n })
  })

  it('is known by its requestId, whatever id it got, for ever', async () => {
    const first = await post({ ...SALE, id: 'txn_1', requestId: 'r-1' })
    expect(await post({ ...SALE, requestId: 'r-1' })).toMatchObject({ status: 200, body: first.body })
    expect(await post({ ...SALE, id: 'txn_2', requestId: 'r-1' })).toMatchObject(DIFFERS)
    expect(await post({ ...SALE, id: 'txn_1' })).toMatchObject(DIFFERS)
    expect(await post({ ...SALE, amount: 11, requestId: 'r-1' })).toMatchObject(DIFFERS)
    expect(await pair()).toMatchObject({ payments: 1, salesMinor: 1000n })
  })

  it('is not another one: every member that differs is refused', async () => {
    const body = { ...SALE, id: 'txn_1', processedTime: at(1) }
    await post(body)
    for (const other of [
      { type: 'capture' },
      { result: 'declined' },
      { status: 'disputed' },
      { amount: 10.01 },
      { currency: 'USD' },
      { customerId: 'cus_2' },
      { paymentInstrumentId: 'paypal_cus_1' },
      { gatewayAccountId: 'gw_card_2' },
      { websiteId: 'web_1' },
      { parentTransactionId: 'txn_0' },
      { processedTime: at(2) },
      { processedTime: null },
      { gatewayTransactionId: 'x' },
    ])
      expect(await post({ ...body, ...other }), JSON.stringify(other)).toMatchObject(DIFFERS)
    expect(await pair()).toMatchObject({ payments: 1, salesMinor: 1000n })
  })

  it('is not one that we made by paying', async () => {
    const allocation = {
      id: 'pra_x',
      payoutRequestId: 'pout_req_x',
      currency: 'EUR',
      amountMinor: 1000n,
      customerId: 'cus_1',
      paymentInstrumentId: 'card_cus_1',
      paymentMethod: 'payment-card',
      gatewayAccountId: 'gw_card',
      gatewayName: 'TestProcessor',
    } as Allocation
    const table = desk.table.as(organization)
    await commit(table, [newTransactionWrite(table, creditOf(allocation, 'txn_ours', at(1)))])
    const answer = await post({ ...SALE, id: 'txn_ours', type: 'credit', processedTime: at(1) })
    expect(answer).toMatchObject(DIFFERS)
    expect(answer.body.detail).toContain('made here')
    expect((await ask('transactions/get', { id: 'txn_ours' })).body).toMatchObject({
      type: 'credit',
      status: 'sending',
      result: 'unknown',
      isProcessedOutside: false,
      payoutRequestAllocationId: 'pra_x',
    })
  })
})

describe('different transactions of one pair at once', () => {
  it('sum up exactly, and the first and last times are kept', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        post({
          ...SALE,
          type: i % 4 === 3 ? 'credit' : 'sale',
          amount: i + 0.01,
          processedTime: at((i * 17) % 40),
          ...(i === 0 && { amount: 40.01 }),
        }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(201))
    const amounts = Array.from({ length: 40 }, (_, i) => BigInt((i || 40) * 100 + 1))
    const sum = (is: (i: number) => boolean) => amounts.reduce((sum, a, i) => sum + (is(i) ? a : 0n), 0n)
    const salesMinor = sum((i) => i % 4 !== 3)
    const payoutsMinor = sum((i) => i % 4 === 3)
    const secondsOf = (is: (i: number) => boolean) =>
      amounts.flatMap((_, i) => (is(i) ? [(i * 17) % 40] : []))
    const paymentSeconds = secondsOf((i) => i % 4 !== 3)
    expect(await pair()).toMatchObject({
      payments: 30,
      salesMinor,
      payoutsMinor,
      openMinor: 0n,
      headroomMinor: salesMinor - payoutsMinor,
      firstPaymentTime: at(Math.min(...paymentSeconds)),
      lastPaymentTime: at(Math.max(...paymentSeconds)),
      lastPayoutTime: at(Math.max(...secondsOf((i) => i % 4 === 3))),
    })
  })
})

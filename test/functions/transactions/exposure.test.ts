import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXPOSURES_PER_CUSTOMER_LIMIT, type PairExposure } from '../../../shared/domain/customer.ts'
import { changeExposures } from '../../../shared/repository/exposures.ts'
import { wholeCustomer } from '../../../shared/repository/payment-instruments.ts'
import { commit } from '../../../shared/repository/write.ts'
import { newCustomer, SALE } from '../../harness/customers.ts'
import { newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'

let desk: TestDesk

beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

interface Told {
  readonly type: string
  readonly result: string
  readonly status: 'completed' | 'disputed' | 'refunded'
  readonly cents: number
  readonly currency: 'EUR' | 'JPY'
  readonly gatewayAccountId: 'gw_card' | 'gw_card_2'
  readonly second: number
  /** What becomes of it after it was recorded. */
  readonly moves: readonly ('completed' | 'disputed')[]
}

const transaction: fc.Arbitrary<Told> = fc.record({
  type: fc.constantFrom('sale', 'sale', 'capture', 'refund', 'void', 'credit', 'authorize', 'setup'),
  result: fc.constantFrom('approved', 'approved', 'approved', 'declined', 'unknown'),
  status: fc.constantFrom('completed', 'disputed', 'refunded'),
  cents: fc.integer({ min: 1, max: 1_000_000 }),
  currency: fc.constantFrom('EUR', 'JPY'),
  gatewayAccountId: fc.constantFrom('gw_card', 'gw_card_2'),
  second: fc.integer({ min: 0, max: 59 }),
  moves: fc.array(fc.constantFrom('completed', 'disputed'), { maxLength: 3 }),
})

const at = (second: number) => `2026-05-01T00:00:${String(second).padStart(2, '0')}.000Z`
const isPayment = ({ type }: Told) => type === 'sale' || type === 'capture'

/** Rules §7.3, written again from what the caller told. */
function expectedPair(told: readonly Told[]) {
  const approved = told.filter(({ result }) => result === 'approved')
  const payments = approved.filter(isPayment)
  const undisputed = payments.filter(({ status, moves }) => (moves.at(-1) ?? status) !== 'disputed')
  const back = approved.filter(({ type }) => ['refund', 'void', 'credit'].includes(type))
  const sum = (some: readonly Told[]) => some.reduce((sum, { cents }) => sum + BigInt(cents), 0n)
  const seconds = payments.map(({ second }) => second)
  const payouts = approved.filter(({ type }) => type === 'credit').map(({ second }) => second)
  return {
    payments: undisputed.length,
    salesMinor: sum(undisputed),
    payoutsMinor: sum(back),
    openMinor: 0n,
    headroomMinor: sum(undisputed) - sum(back),
    firstPaymentTime: seconds.length ? at(Math.min(...seconds)) : null,
    lastPaymentTime: seconds.length ? at(Math.max(...seconds)) : null,
    lastPayoutTime: payouts.length ? at(Math.max(...payouts)) : null,
  }
}

async function record(organization: string, told: Told, i: number): Promise<void> {
  const ask = desk.as(organization)
  const { cents, second, moves, ...rest } = told
  const id = `txn_${i}`
  const posted = await ask('transactions/create', {
    body: {
      ...SALE,
      ...rest,
      id,
      amount: told.currency === 'EUR' ? cents / 100 : cents,
      processedTime: at(second),
      parentTransactionId: 'txn_parent',
    },
  })
  expect(posted.status).toBe(201)
  for (const status of moves) {
    const moved = await ask('transactions/patch', { id, body: { status } })
    expect(moved.status).toBe(told.result === 'approved' && isPayment(told) ? 200 : 409)
  }
}

describe('the exposure of a pair', () => {
  it('is what the rules make of its transactions, in whatever order and however many at once they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(transaction, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (told, atOnce) => {
          const organization = newOrganization()
          await newCustomer(desk.as(organization))
          for (let i = 0; i < told.length; i += atOnce)
            await Promise.all(told.slice(i, i + atOnce).map((one, k) => record(organization, one, i + k)))
          const { exposures } = await wholeCustomer(desk.table.as(organization), 'cus_1')
          for (const [key, some] of Map.groupBy(told, (t) => `${t.currency} ${t.gatewayAccountId}`)) {
            const [currency = '', gateway] = key.split(' ')
            const pair = exposures.get(currency)?.find(({ gatewayAccountId }) => gatewayAccountId === gateway)
            const { paymentInstrumentId: _i, gatewayAccountId: _g, ...figures } = pair ?? NONE
            expect(figures).toEqual(expectedPair(some))
          }
        },
      ),
      { numRuns: 25 },
    )
  })
})

const NONE: PairExposure = {
  paymentInstrumentId: '',
  gatewayAccountId: '',
  payments: 0,
  salesMinor: 0n,
  payoutsMinor: 0n,
  openMinor: 0n,
  headroomMinor: 0n,
  firstPaymentTime: null,
  lastPaymentTime: null,
  lastPayoutTime: null,
}

describe('a customer with 300 triples', () => {
  it('gets no more, and keeps paying on those that are there', async () => {
    const organization = newOrganization()
    const ask = desk.as(organization)
    const table = desk.table.as(organization)
    await newCustomer(ask)
    const post = (body: object) => ask('transactions/create', { body: { ...SALE, ...body } })
    expect((await post({})).status).toBe(201)
    const others = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        paymentInstrumentId: `card_${i}`,
        gatewayAccountId: 'gw_card',
        openMinor: 0n,
      }))
    const room = EXPOSURES_PER_CUSTOMER_LIMIT - 2
    await commit(table, [
      changeExposures(table, { customerId: 'cus_1', currency: 'USD', exposures: [] }, others(room)),
    ])
    const racing = await Promise.all([
      post({ gatewayAccountId: 'gw_card_2' }),
      post({ paymentInstrumentId: 'paypal_cus_1', gatewayAccountId: 'gw_paypal' }),
    ])
    const refused = racing.filter(({ status }) => status !== 201)
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatchObject({
      status: 422,
      body: { type: 'urn:payout-desk:problem:customer-profile-full' },
    })
    expect((await post({ currency: 'JPY' })).status).toBe(422)
    expect((await post({ currency: 'JPY', result: 'declined' })).status).toBe(201)
    expect((await post({})).status).toBe(201)
  })
})

it('shows the last times of an instrument over all its accounts and currencies', async () => {
  const organization = newOrganization()
  const ask = desk.as(organization)
  await newCustomer(ask)
  const post = (body: object) => ask('transactions/create', { body: { ...SALE, ...body } })
  await post({ processedTime: at(5) })
  await post({ processedTime: at(9), currency: 'JPY', gatewayAccountId: 'gw_card_2' })
  await post({ processedTime: at(7), type: 'credit' })
  await post({ processedTime: at(8), type: 'refund', parentTransactionId: 'txn_x' })
  const shown = { lastPaymentTime: at(9), lastPayoutTime: at(7) }
  const get = await ask('payment-instruments/get', { id: 'card_cus_1' })
  expect(get.body).toMatchObject(shown)
  const list = await ask('payment-instruments/list', { query: { filter: 'customerId:cus_1', sort: 'id' } })
  expect(list.body[0]).toEqual(get.body)
  expect(list.body[1]).toMatchObject({ id: 'paypal_cus_1', lastPaymentTime: null, lastPayoutTime: null })
})

import { describe, expect, it } from 'vitest'
import { TRANSACTION_RESULTS, TRANSACTION_STATUSES } from '../../../shared/domain/allocation.ts'
import {
  creditOf,
  effectOf,
  effectOfChange,
  TRANSACTION_TYPES,
  type Transaction,
} from '../../../shared/domain/transaction.ts'
import { allocation } from '../repository/listed-things.ts'

// Rules §7.3: what a transaction adds to the exposure of its pair, once.

const TIME = '2026-03-02T10:00:00.000Z'

const APPROVED_SALE = {
  type: 'sale',
  result: 'approved',
  status: 'completed',
  amountMinor: 50n,
  processedTime: TIME,
} as const

type Told = Partial<Pick<Transaction, 'type' | 'result' | 'status' | 'amountMinor'>>

const effect = (told: Told) => effectOf({ ...APPROVED_SALE, ...told })

const A_PAYMENT = { firstPaymentTime: TIME, lastPaymentTime: TIME }
const NOTHING = { salesMinor: 0n, payoutsMinor: 0n, payments: 0 }

describe('what is approved', () => {
  it.each([
    ['sale', { ...NOTHING, salesMinor: 50n, payments: 1, times: A_PAYMENT }],
    ['capture', { ...NOTHING, salesMinor: 50n, payments: 1, times: A_PAYMENT }],
    ['refund', { ...NOTHING, payoutsMinor: 50n, times: {} }],
    ['void', { ...NOTHING, payoutsMinor: 50n, times: {} }],
    ['credit', { ...NOTHING, payoutsMinor: 50n, times: { lastPayoutTime: TIME } }],
    ['authorize', null],
    ['setup', null],
    ['3ds-authentication', null],
  ] as const)('%s', (type, adds) => {
    expect(effect({ type })).toEqual(adds)
  })

  it.each(['sale', 'capture'] as const)(
    'but is a %s that is disputed counts nothing, and was a payment',
    (type) => {
      expect(effect({ type, status: 'disputed' })).toEqual({ ...NOTHING, times: A_PAYMENT })
    },
  )

  it('has the same effect in every other status', () => {
    for (const status of TRANSACTION_STATUSES.filter((one) => one !== 'disputed'))
      expect(effect({ status }), status).toEqual(effect({}))
  })
})

it('what is not approved has no effect', () => {
  for (const result of TRANSACTION_RESULTS.filter((one) => one !== 'approved'))
    for (const type of TRANSACTION_TYPES) expect(effect({ result, type }), `${type}, ${result}`).toBeNull()
})

describe('a change', () => {
  const changed = (before: Told, after: Told) =>
    effectOfChange({ ...APPROVED_SALE, ...before }, { ...APPROVED_SALE, ...after })

  it.each<[string, Told, Told, object]>([
    ['a sale is disputed', {}, { status: 'disputed' }, { salesMinor: -50n, payments: -1, times: A_PAYMENT }],
    ['a dispute is over', { status: 'disputed' }, {}, { salesMinor: 50n, payments: 1, times: A_PAYMENT }],
    ['a sale is approved', { result: 'unknown' }, {}, { salesMinor: 50n, payments: 1, times: A_PAYMENT }],
    [
      'a sale is declined after all',
      {},
      { result: 'declined' },
      { salesMinor: -50n, payments: -1, times: {} },
    ],
    ['a sale was of another amount', {}, { amountMinor: 20n }, { salesMinor: -30n, times: A_PAYMENT }],
    [
      'a payout was of another amount',
      { type: 'credit' },
      { type: 'credit', amountMinor: 20n },
      { payoutsMinor: -30n, times: { lastPayoutTime: TIME } },
    ],
  ])('when %s', (_, before, after, adds) => {
    expect(changed(before, after)).toEqual({ ...NOTHING, ...adds })
  })

  it('adds nothing where nothing counted before or after', () => {
    expect(changed({ result: 'unknown' }, { result: 'declined' })).toBeNull()
    expect(changed({ type: 'setup' }, { type: 'setup', status: 'disputed' })).toBeNull()
  })
})

it('the credit of an allocation is for all of it, on its pair, and not known to be paid', () => {
  const paid = allocation('pout_req_1', 1, { gatewayAccountId: 'gw_7', paymentInstrumentId: 'inst_7' })
  expect(creditOf(paid, 'txn_1', TIME)).toEqual({
    id: 'txn_1',
    requestId: null,
    type: 'credit',
    result: 'unknown',
    status: 'sending',
    currency: 'EUR',
    amountMinor: 1_000n,
    customerId: 'cus_1',
    paymentInstrumentId: 'inst_7',
    paymentMethod: 'payment-card',
    gatewayAccountId: 'gw_7',
    gatewayName: 'TestProcessor',
    websiteId: null,
    parentTransactionId: null,
    processedTime: TIME,
    gatewayTransactionId: null,
    response: null,
    payoutRequestId: 'pout_req_1',
    payoutRequestAllocationId: paid.id,
    version: 1,
    createdTime: TIME,
    updatedTime: TIME,
  })
})

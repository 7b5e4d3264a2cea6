import { describe, expect, it } from 'vitest'
import type { Customer } from '../../../shared/domain/customer.ts'
import type { Transaction } from '../../../shared/domain/transaction.ts'
import {
  demandSame,
  recordTransaction,
  type TransactionAsk,
  type TransactionContext,
} from '../../../shared/domain/transaction-changes.ts'
import { cardInstrument, gatewayAccount, instrument, paidIn } from './auto-allocation/builders.ts'
import { refusalOf } from './refusals.ts'

// Rules §7.3: payments that happened elsewhere, as they are recorded.

const AT = '2026-03-02T10:00:00.000Z'
const LATER = '2026-03-03T10:00:00.000Z'

const ASK: TransactionAsk = {
  id: null,
  requestId: null,
  type: 'sale',
  result: 'approved',
  status: 'completed',
  currency: 'EUR',
  amountMinor: 50_00n,
  customerId: 'cust_1',
  paymentInstrumentId: 'card',
  gatewayAccountId: 'gw',
  websiteId: null,
  parentTransactionId: null,
  processedTime: null,
  gatewayTransactionId: null,
}

const customerWith = (exposures: Customer['exposures'] = new Map()): Customer => ({
  id: 'cust_1',
  instruments: [cardInstrument('card'), instrument('wallet', 'paypal')],
  instrumentsBytes: 0,
  exposures,
})

const recorded = (
  ask: Partial<TransactionAsk> = {},
  context: Partial<TransactionContext> = {},
): Transaction =>
  recordTransaction(
    'txn_1',
    { ...ASK, ...ask },
    { customer: customerWith(), gateway: gatewayAccount('gw'), parent: undefined, ...context },
    AT,
  )

const refused = (...given: Parameters<typeof recorded>) => refusalOf(() => recorded(...given))

describe('a payment is recorded', () => {
  it('as it is told, with the names of its method and gateway, as of now', () => {
    expect(recorded()).toEqual({
      ...ASK,
      id: 'txn_1',
      paymentMethod: 'payment-card',
      gatewayName: 'TestProcessor',
      processedTime: AT,
      response: null,
      payoutRequestId: null,
      payoutRequestAllocationId: null,
      version: 1,
      createdTime: AT,
      updatedTime: AT,
    })
  })

  it.each([
    ['on the first day of 1970', '1970-01-01T00:00:00.000Z'],
    ['a day ahead of our clock', LATER],
  ])('as of when it happened: %s', (_, processedTime) => {
    expect(recorded({ processedTime }).processedTime).toBe(processedTime)
  })

  it.each([
    ['1969-12-31T23:59:59.999Z', 'must not be before 1970'],
    ['2026-03-03T10:00:00.001Z', 'must not be more than 24 hours ahead'],
  ])('not at %s', (processedTime, message) => {
    expect(refused({ processedTime }).details.invalidFields).toEqual([{ field: 'processedTime', message }])
  })

  it.each<[Partial<TransactionAsk>, Partial<TransactionContext>, string, string]>([
    [
      { paymentInstrumentId: 'theirs' },
      {},
      'paymentInstrumentId',
      'is not a payment instrument of this customer',
    ],
    [{}, { gateway: undefined }, 'gatewayAccountId', 'is not a gateway account here'],
    [
      { paymentInstrumentId: 'wallet' },
      {},
      'gatewayAccountId',
      'takes payment-card, the payment instrument is paypal',
    ],
    [
      { type: 'void' },
      { parent: recorded({ type: 'refund' }) },
      'parentTransactionId',
      'is a refund: only a sale or a capture can be voided',
    ],
  ])('only where it belongs together: %j', (ask, context, field, message) => {
    expect(refused(ask, context)).toMatchObject({ reason: 'invalid-fields' })
    expect(refused(ask, context).details.invalidFields).toEqual([{ field, message }])
  })

  it.each(['sale', 'capture'] as const)('as a void of a %s', (type) => {
    expect(recorded({ type: 'void' }, { parent: recorded({ type }) }).type).toBe('void')
  })

  it('as a void of what has not arrived yet, and as a refund of whatever it may be', () => {
    expect(recorded({ type: 'void', parentTransactionId: 'txn_0' }).type).toBe('void')
    expect(recorded({ type: 'refund' }, { parent: recorded({ type: 'refund' }) }).type).toBe('refund')
  })
})

/** Rules §7.2: at most 300 triples of instrument, gateway account and currency. */
describe('a customer whose history is full', () => {
  const pairs = (count: number) => Array.from({ length: count }, (_, i) => paidIn('card', `gw_${i}`, 1n))
  const full = customerWith(
    new Map([
      ['USD', pairs(150)],
      ['EUR', [...pairs(149), paidIn('card', 'gw', 1n)]],
    ]),
  )

  it('has further payments recorded on the pairs that it has', () => {
    expect(recorded({}, { customer: full }).id).toBe('txn_1')
  })

  it.each<[string, Partial<TransactionAsk>, string]>([
    ['another account', { gatewayAccountId: 'new' }, 'new'],
    ['another instrument', { paymentInstrumentId: 'wallet' }, 'gw'],
    ['another currency', { currency: 'USD' }, 'gw'],
    ['a currency that is new', { currency: 'JPY' }, 'gw'],
  ])('has no more of them: %s', (_, ask, account) => {
    const method = ask.paymentInstrumentId ? 'paypal' : 'payment-card'
    const gateway = gatewayAccount(account, { method })
    expect(refused(ask, { customer: full, gateway })).toMatchObject({
      reason: 'customer-profile-full',
      message: expect.stringContaining('at most 300'),
    })
  })

  it('has recorded what has no effect, and what is the 300th', () => {
    expect(recorded({ currency: 'JPY', result: 'declined' }, { customer: full }).result).toBe('declined')
    const almost = customerWith(new Map([['USD', pairs(299)]]))
    expect(recorded({}, { customer: almost }).id).toBe('txn_1')
  })
})

describe('what is posted twice', () => {
  const transaction = recorded()

  it('is the first', () => {
    expect(demandSame({ transaction, fingerprint: 'same' }, ASK, 'same')).toBe(transaction)
    expect(demandSame({ transaction, fingerprint: 'same' }, { ...ASK, id: 'txn_1' }, 'same')).toBe(
      transaction,
    )
  })

  it.each([
    ['its body differs', ASK, 'another'],
    ['it has another id, and the same requestId', { ...ASK, id: 'txn_2' }, 'same'],
  ])('is refused when %s', (_, ask, fingerprint) => {
    expect(refusalOf(() => demandSame({ transaction, fingerprint: 'same' }, ask, fingerprint))).toMatchObject(
      {
        reason: 'transaction-differs',
        message: 'Another transaction was recorded under this id or requestId: txn_1.',
        details: { members: { transactionId: 'txn_1' } },
      },
    )
  })

  it('is refused when it is a payout of our own, whatever it says', () => {
    const ours = { transaction: { ...transaction, payoutRequestAllocationId: 'pra_1' }, fingerprint: 'same' }
    expect(refusalOf(() => demandSame(ours, ASK, 'same'))).toMatchObject({
      reason: 'transaction-differs',
      message: expect.stringContaining('by paying an allocation'),
    })
  })
})

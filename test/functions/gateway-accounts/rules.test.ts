import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Ask, fieldsOf, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'

let desk: TestDesk
let ask: Ask

beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(() => {
  ask = desk.as(newOrganization())
})
afterAll(() => desk.stop())

const GOOD = { gatewayName: 'TestProcessor', method: 'payment-card', acceptedCurrencies: ['EUR', 'JPY'] }
const WEBHOOK = { type: 'webhook', url: 'https://pay.example/out', secret: 'x'.repeat(24) }
const put = (body: unknown) => ask('gateway-accounts/put', { id: 'gw_1', body })
const EUR = (amount: number) => ({ amount, currency: 'EUR' })
const limits = (payoutLimits: unknown) => ({ ...GOOD, payoutLimits })

const refused: [what: string, body: unknown, fields: string[]][] = [
  ['nothing', {}, ['acceptedCurrencies', 'gatewayName', 'method']],
  ['an empty name', { ...GOOD, gatewayName: '' }, ['gatewayName', 'payoutAdapter']],
  ['a name of 51 characters', { ...GOOD, gatewayName: 'x'.repeat(51) }, ['gatewayName', 'payoutAdapter']],
  ['a method in another case', { ...GOOD, method: 'Payment-Card' }, ['method']],
  ['no currency', { ...GOOD, acceptedCurrencies: [] }, ['acceptedCurrencies']],
  ['a currency twice', { ...GOOD, acceptedCurrencies: ['EUR', 'EUR'] }, ['acceptedCurrencies.1']],
  [
    'currencies of no standard',
    { ...GOOD, acceptedCurrencies: ['EUR', 'eur', 'XXX'] },
    ['acceptedCurrencies.1', 'acceptedCurrencies.2'],
  ],
  ['an unknown scheme', { ...GOOD, paymentCardSchemes: ['Visa', 'visa'] }, ['paymentCardSchemes.1']],
  [
    'schemes of what is no card',
    { ...GOOD, method: 'paypal', paymentCardSchemes: ['Visa'] },
    ['paymentCardSchemes'],
  ],
  [
    'wrong words',
    { ...GOOD, status: 'open', isDown: 'no', readyToPayoutInstruction: 'some' },
    ['isDown', 'readyToPayoutInstruction', 'status'],
  ],
  ['too little concurrency', { ...GOOD, payoutConcurrency: 0 }, ['payoutConcurrency']],
  ['too much concurrency', { ...GOOD, payoutConcurrency: 101 }, ['payoutConcurrency']],
  ['half a concurrency', { ...GOOD, payoutConcurrency: 1.5 }, ['payoutConcurrency']],
  ['limits that are a list', limits([]), ['payoutLimits']],
  ['an empty list of limits', limits({ maxPerTransaction: [] }), ['payoutLimits.maxPerTransaction']],
  [
    'a limit of nothing',
    limits({ maxPerTransaction: [EUR(0)] }),
    ['payoutLimits.maxPerTransaction.0.amount'],
  ],
  [
    'a limit with too many digits',
    limits({ maxPerTransaction: [EUR(1.005)] }),
    ['payoutLimits.maxPerTransaction.0.amount'],
  ],
  [
    'sen',
    limits({ maxPerTransaction: [{ amount: 0.5, currency: 'JPY' }] }),
    ['payoutLimits.maxPerTransaction.0.amount'],
  ],
  [
    'a limit in a currency not accepted',
    limits({ maxPerTransaction: [{ amount: 1, currency: 'USD' }] }),
    ['payoutLimits.maxPerTransaction.0.currency'],
  ],
  [
    'two limits of one currency',
    limits({ maxPerTransaction: [EUR(1), EUR(2)] }),
    ['payoutLimits.maxPerTransaction.1.currency'],
  ],
  ['a limit without period', limits({ maxPerPeriod: [EUR(1)] }), ['payoutLimits.maxPerPeriod.0.period']],
  [
    'a minimum equal to the maximum',
    limits({ minPerTransaction: [EUR(5)], maxPerTransaction: [EUR(5)] }),
    ['payoutLimits.minPerTransaction.0.amount'],
  ],
  [
    'a minimum over the period',
    limits({ minPerTransaction: [EUR(5)], maxPerPeriod: [{ ...EUR(4.99), period: '24-hours' }] }),
    ['payoutLimits.minPerTransaction.0.amount'],
  ],
  ['no adapter under another name', { ...GOOD, gatewayName: 'Adyen' }, ['payoutAdapter']],
  [
    'a simulator under another name',
    { ...GOOD, gatewayName: 'Adyen', payoutAdapter: { type: 'TestProcessor' } },
    ['payoutAdapter.type'],
  ],
  ['an adapter of no kind', { ...GOOD, payoutAdapter: { type: 'carrier-pigeon' } }, ['payoutAdapter.type']],
  [
    'a webhook without anything',
    { ...GOOD, payoutAdapter: { type: 'webhook' } },
    ['payoutAdapter.secret', 'payoutAdapter.url'],
  ],
  [
    'a webhook in clear text',
    { ...GOOD, payoutAdapter: { ...WEBHOOK, url: 'http://pay.example' } },
    ['payoutAdapter.url'],
  ],
  [
    'a short secret',
    { ...GOOD, payoutAdapter: { ...WEBHOOK, secret: 'x'.repeat(23) } },
    ['payoutAdapter.secret'],
  ],
  [
    'a long wait',
    { ...GOOD, payoutAdapter: { ...WEBHOOK, timeoutSeconds: 31 } },
    ['payoutAdapter.timeoutSeconds'],
  ],
]

describe('an account is refused, and nothing kept,', () => {
  it.each(refused)('for %s', async (_what, body, fields) => {
    const answer = await put(body)
    expect(answer.status).toBe(422)
    expect(fieldsOf(answer)).toEqual(fields)
    expect((await ask('gateway-accounts/get', { id: 'gw_1' })).status).toBe(404)
  })

  it('with every problem at once', async () => {
    const answer = await put({
      ...GOOD,
      gatewayName: 'Adyen',
      method: 'paypal',
      paymentCardSchemes: ['Visa'],
      isDown: 1,
      payoutLimits: {
        maxPerTransaction: [EUR(0), { amount: 1, currency: 'USD' }],
        minPerTransaction: [{ amount: 5, currency: 'JPY' }],
        maxPerPeriod: [{ amount: 4, currency: 'JPY', period: 'week' }],
      },
      payoutConcurrency: 1000,
    })
    expect(fieldsOf(answer)).toEqual([
      'isDown',
      'paymentCardSchemes',
      'payoutAdapter',
      'payoutConcurrency',
      'payoutLimits.maxPerPeriod.0.period',
      'payoutLimits.maxPerTransaction.0.amount',
      'payoutLimits.maxPerTransaction.1.currency',
      'payoutLimits.minPerTransaction.0.amount',
    ])
  })
})

it.each([
  ['the least secret and wait', { ...GOOD, payoutAdapter: { ...WEBHOOK, timeoutSeconds: 1 } }],
  ['the default wait', { ...GOOD, gatewayName: 'Adyen', payoutAdapter: WEBHOOK }],
  [
    'a minimum equal to the period',
    limits({ minPerTransaction: [EUR(5)], maxPerPeriod: [{ ...EUR(5), period: '24-hours' }] }),
  ],
  ['no limits at all', limits({ maxPerTransaction: null })],
  ['no schemes of what is no card', { ...GOOD, method: 'paypal', paymentCardSchemes: [] }],
])('an account is accepted with %s', async (_what, body) => {
  expect((await put(body)).status).toBe(201)
})

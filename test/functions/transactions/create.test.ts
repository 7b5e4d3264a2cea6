import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newCustomer, SALE } from '../../harness/customers.ts'
import { type Ask, fieldsOf, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'

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
const get = (id: string) => ask('transactions/get', { id })

describe('a transaction', () => {
  it('is recorded as it was told', async () => {
    const body = {
      ...SALE,
      id: 'txn_1',
      requestId: 'order-1_a',
      status: 'partially-refunded',
      amount: 10.05,
      websiteId: 'web_1',
      parentTransactionId: 'txn_0',
      processedTime: '2026-05-01T12:00:00+02:00',
      gatewayTransactionId: 'GW 4711/é',
      response: null,
      isProcessedOutside: true,
    }
    const answer = await post(body)
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      ...body,
      processedTime: '2026-05-01T10:00:00.000Z',
      paymentInstrument: { method: 'payment-card', paymentInstrumentId: 'card_cus_1' },
      gatewayName: 'TestProcessor',
      payoutRequestId: null,
      payoutRequestAllocationId: null,
      createdTime: expect.stringMatching(/\.\d{3}Z$/),
      updatedTime: answer.body.createdTime,
      _links: [{ rel: 'self', href: `https://api.test/v1/organizations/${organization}/transactions/txn_1` }],
    })
    expect(answer.headers).toMatchObject({ Location: answer.body._links[0].href, ETag: '"1"' })
    expect(await get('txn_1')).toMatchObject({ status: 200, body: answer.body, headers: { ETag: '"1"' } })
    expect((await desk.as(newOrganization())('transactions/get', { id: 'txn_1' })).status).toBe(404)
  })

  it('has an id, a status and a time where none is told', async () => {
    const { body } = await post(SALE)
    expect(body.id).toMatch(/^txn_[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(body).toMatchObject({ status: 'completed', requestId: null, processedTime: body.createdTime })
  })

  it('may name its instrument where the published API has it', async () => {
    const { paymentInstrumentId, ...rest } = SALE
    const answer = await post({ ...rest, paymentInstruction: { paymentInstrumentId } })
    expect(answer).toMatchObject({ status: 201, body: { paymentInstrumentId } })
  })

  it('keeps every digit: 15 significant ones of any currency', async () => {
    for (const [currency, amount] of [
      ['EUR', 9_999_999_999_999.99],
      ['JPY', 999_999_999_999_999],
      ['BHD', 0.001],
    ] as const)
      expect((await post({ ...SALE, currency, amount })).body.amount).toBe(amount)
  })
})

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()

const refused: [what: string, body: object, fields: string[]][] = [
  [
    'nothing',
    {},
    ['amount', 'currency', 'customerId', 'gatewayAccountId', 'paymentInstrumentId', 'result', 'type'],
  ],
  ['wrong words', { ...SALE, type: 'payment', result: 'ok', status: 'done' }, ['result', 'status', 'type']],
  ['an amount of nothing', { ...SALE, amount: 0 }, ['amount']],
  ['an amount as a text', { ...SALE, amount: '10' }, ['amount']],
  ['half a cent', { ...SALE, amount: 0.005 }, ['amount']],
  ['a tenth of a yen', { ...SALE, amount: 1.1, currency: 'JPY' }, ['amount']],
  ['more than 15 digits', { ...SALE, amount: 99_999_999_999_999.9 }, ['amount']],
  ['no currency of any standard', { ...SALE, currency: 'EURO' }, ['currency']],
  ['a charge', { ...SALE, isProcessedOutside: false }, ['isProcessedOutside']],
  [
    'ids that are none',
    { ...SALE, id: 'a b', requestId: 'a.b', websiteId: 'a b', parentTransactionId: 'é' },
    ['id', 'parentTransactionId', 'requestId', 'websiteId'],
  ],
  ['a refund of what', { ...SALE, type: 'refund' }, ['parentTransactionId']],
  ['a void of what', { ...SALE, type: 'void', parentTransactionId: null }, ['parentTransactionId']],
  [
    'two instruments',
    { ...SALE, paymentInstruction: { paymentInstrumentId: 'other' } },
    ['paymentInstruction.paymentInstrumentId'],
  ],
  ['a time that is none', { ...SALE, processedTime: 'yesterday' }, ['processedTime']],
  ['a time in two days', { ...SALE, processedTime: hours(25) }, ['processedTime']],
  ['a time before computers', { ...SALE, processedTime: '0000-01-01T00:00:00+14:00' }, ['processedTime']],
  ['a long reference', { ...SALE, gatewayTransactionId: 'x'.repeat(51) }, ['gatewayTransactionId']],
  ['an unknown instrument', { ...SALE, paymentInstrumentId: 'card_x' }, ['paymentInstrumentId']],
  ['an unknown account', { ...SALE, gatewayAccountId: 'gw_x' }, ['gatewayAccountId']],
  ['an unknown customer', { ...SALE, customerId: 'cus_x' }, ['paymentInstrumentId']],
  ['a card at an account for others', { ...SALE, gatewayAccountId: 'gw_paypal' }, ['gatewayAccountId']],
  [
    'what belongs to nobody here',
    { ...SALE, customerId: 'cus_x', gatewayAccountId: 'gw_x', processedTime: hours(48) },
    ['gatewayAccountId', 'paymentInstrumentId', 'processedTime'],
  ],
  [
    'all of that at once',
    { ...SALE, amount: -1, type: 'void', isProcessedOutside: false, currency: 'X', requestId: '' },
    ['amount', 'currency', 'isProcessedOutside', 'parentTransactionId', 'requestId'],
  ],
]

describe('a transaction is refused, and nothing kept,', () => {
  it.each(refused)('for %s', async (_what, body, fields) => {
    const answer = await post({ id: 'txn_1', ...body })
    expect(answer.status).toBe(422)
    expect(fieldsOf(answer)).toEqual(fields)
    expect((await get('txn_1')).status).toBe(404)
    expect((await ask('payment-instruments/get', { id: 'card_cus_1' })).body.lastPaymentTime).toBeNull()
  })

  it('for what belongs to another customer or organization', async () => {
    await newCustomer(ask, 'cus_2')
    expect(fieldsOf(await post({ ...SALE, customerId: 'cus_2' }))).toEqual(['paymentInstrumentId'])
    const other = desk.as(newOrganization())
    const foreign = await other('transactions/create', { body: SALE })
    expect(fieldsOf(foreign)).toEqual(['gatewayAccountId', 'paymentInstrumentId'])
    const unknown = await other('transactions/create', {
      body: { ...SALE, paymentInstrumentId: 'x', gatewayAccountId: 'y' },
    })
    expect(foreign.body.invalidFields).toEqual(unknown.body.invalidFields)
  })

  it('for voiding what is no payment, once that is known', async () => {
    const refund = { ...SALE, type: 'refund', parentTransactionId: 'txn_0' }
    await post({ ...refund, id: 'txn_1' })
    const answer = await post({ ...SALE, type: 'void', parentTransactionId: 'txn_1' })
    expect(fieldsOf(answer)).toEqual(['parentTransactionId'])
    await post({ ...SALE, id: 'txn_2', type: 'capture' })
    expect((await post({ ...SALE, type: 'void', parentTransactionId: 'txn_2' })).status).toBe(201)
    expect((await post({ ...SALE, type: 'void', parentTransactionId: 'txn_later' })).status).toBe(201)
  })
})

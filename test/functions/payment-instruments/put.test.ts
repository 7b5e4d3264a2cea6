import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Ask, fieldsOf, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'

let desk: TestDesk
let organization: string
let ask: Ask

beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(() => {
  organization = newOrganization()
  ask = desk.as(organization)
})
afterAll(() => desk.stop())

const CARD = { customerId: 'cus_1', method: 'payment-card', brand: 'Visa' }
const PAYPAL = { customerId: 'cus_1', method: 'paypal' }
const put = (id: string, body: unknown) => ask('payment-instruments/put', { id, body })
const get = (id: string) => ask('payment-instruments/get', { id })

describe('a new instrument', () => {
  it('of cards has what cards have', async () => {
    const body = {
      ...CARD,
      bin: '41111111',
      last4: '0001',
      expMonth: 12,
      expYear: 2031,
      isPayoutable: false,
      status: 'verification-needed',
      referenceData: { vault: 'v-1', 'customer.no': '' },
    }
    const answer = await put('inst_1', body)
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      id: 'inst_1',
      ...body,
      lastPaymentTime: null,
      lastPayoutTime: null,
      createdTime: expect.stringMatching(/\.\d{3}Z$/),
      updatedTime: answer.body.createdTime,
      _links: [
        {
          rel: 'self',
          href: `https://api.test/v1/organizations/${organization}/payment-instruments/inst_1`,
        },
      ],
    })
    expect(answer.headers).toMatchObject({ Location: answer.body._links[0].href, ETag: '"1"' })
    expect(await get('inst_1')).toMatchObject({ status: 200, body: answer.body, headers: { ETag: '"1"' } })
  })

  it.each(['constructor', 'toString', 'hasOwnProperty'])(
    'may be called %s, and have data so called',
    async (name) => {
      const body = { ...PAYPAL, referenceData: { [name]: 'some' } }
      expect((await get(name)).status).toBe(404)
      expect((await put(name, body)).status).toBe(201)
      expect((await get(name)).body).toMatchObject({ id: name, referenceData: { [name]: 'some' } })
      expect((await put(name, body)).status).toBe(200)
    },
  )

  it('has the defaults of the rules', async () => {
    expect((await put('inst_1', CARD)).body).toMatchObject({
      status: 'active',
      bin: null,
      last4: null,
      expMonth: null,
      expYear: null,
      isPayoutable: true,
      referenceData: {},
    })
    const { body } = await put('inst_2', PAYPAL)
    expect(body).toMatchObject({ ...PAYPAL, status: 'active' })
    for (const field of ['brand', 'bin', 'isPayoutable']) expect(body).not.toHaveProperty(field)
  })
})

const refused: [what: string, body: unknown, fields: string[]][] = [
  ['nothing', {}, ['customerId', 'method']],
  ['a customer id with a space', { ...PAYPAL, customerId: 'a b' }, ['customerId']],
  ['an unknown method', { ...PAYPAL, method: 'PayPal' }, ['method']],
  ['a card without brand', { ...CARD, brand: null }, ['brand']],
  ['an unknown brand', { ...CARD, brand: 'visa' }, ['brand']],
  ['an unknown status', { ...CARD, status: 'blocked' }, ['status']],
  ['7 digits of a bin', { ...CARD, bin: '4111111' }, ['bin']],
  ['letters at the end of a card', { ...CARD, last4: '12a4' }, ['last4']],
  ['the 13th month', { ...CARD, expMonth: 13, expYear: 31 }, ['expMonth', 'expYear']],
  [
    'the fields of cards elsewhere',
    {
      ...PAYPAL,
      brand: 'Visa',
      bin: '411111',
      last4: '1111',
      expMonth: 1,
      expYear: 2030,
      isPayoutable: true,
    },
    ['bin', 'brand', 'expMonth', 'expYear', 'isPayoutable', 'last4'],
  ],
  ['reference data that are no texts', { ...PAYPAL, referenceData: { a: 1, b: 'b' } }, ['referenceData.a']],
  ['reference data that are a list', { ...PAYPAL, referenceData: ['a'] }, ['referenceData']],
  [
    '21 entries of reference data',
    { ...PAYPAL, referenceData: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, 'v'])) },
    ['referenceData'],
  ],
  ['a long entry', { ...PAYPAL, referenceData: { a: 'x'.repeat(256) } }, ['referenceData.a']],
  ['a long name of an entry', { ...PAYPAL, referenceData: { ['x'.repeat(256)]: 'a' } }, ['referenceData']],
  ['secrets', { ...CARD, pan: '4111111111111111', cvv: '1' }, ['cvv', 'pan']],
  ['a secret among reference data', { ...CARD, referenceData: { token: 'x' } }, ['referenceData.token']],
  [
    'all of that at once',
    { method: 'payment-card', bin: '1', status: 'x', referenceData: { a: null, token: 't' } },
    ['bin', 'brand', 'customerId', 'referenceData.a', 'referenceData.token', 'status'],
  ],
]

it.each(refused)('an instrument is refused, and nothing kept, for %s', async (_what, body, fields) => {
  const answer = await put('inst_1', body)
  expect(answer.status).toBe(422)
  expect(fieldsOf(answer)).toEqual(fields)
  expect((await get('inst_1')).status).toBe(404)
})

describe('an instrument that is there', () => {
  it('is replaced fully', async () => {
    const first = await put('inst_1', {
      ...CARD,
      last4: '1111',
      isPayoutable: false,
      referenceData: { a: 'x' },
    })
    const second = await put('inst_1', { ...CARD, brand: 'JCB', lastPaymentTime: '2020-01-01T00:00:00Z' })
    expect(second).toMatchObject({ status: 200, headers: { ETag: '"2"' } })
    expect(second.body).toMatchObject({
      brand: 'JCB',
      last4: null,
      isPayoutable: true,
      referenceData: {},
      lastPaymentTime: null,
      createdTime: first.body.createdTime,
    })
    expect((await get('inst_1')).body).toEqual(second.body)
  })

  it('keeps its customer and its method', async () => {
    const first = await put('inst_1', CARD)
    const answer = await put('inst_1', { customerId: 'cus_2', method: 'paypal' })
    expect(answer.status).toBe(422)
    expect(fieldsOf(answer)).toEqual(['customerId', 'method'])
    expect((await get('inst_1')).body).toEqual(first.body)
    const list = await ask('payment-instruments/list', { query: { filter: 'customerId:cus_2' } })
    expect(list.body).toEqual([])
  })

  it('stays deactivated for good, and can be put right otherwise', async () => {
    await put('inst_1', { ...CARD, status: 'deactivated' })
    expect(await put('inst_1', CARD)).toMatchObject({
      status: 409,
      body: { type: 'urn:payout-desk:problem:payment-instrument-deactivated' },
    })
    expect((await get('inst_1')).body.status).toBe('deactivated')
    expect((await put('inst_1', { ...CARD, status: 'deactivated', last4: '1111' })).body.last4).toBe('1111')
  })

  it('is another organization’s own affair', async () => {
    const other = desk.as(newOrganization())
    await put('inst_1', CARD)
    expect((await other('payment-instruments/get', { id: 'inst_1' })).status).toBe(404)
    const theirs = await other('payment-instruments/put', {
      id: 'inst_1',
      body: { ...PAYPAL, customerId: 'cus_9' },
    })
    expect(theirs.status).toBe(201)
    expect((await get('inst_1')).body.customerId).toBe('cus_1')
  })
})

it('keeps one of concurrent creations of one id under different customers', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => put('inst_1', { ...PAYPAL, customerId: `cus_${i}` })),
  )
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(9)
  const all = await ask('payment-instruments/list', {
    query: { filter: `customerId:${Array.from({ length: 10 }, (_, i) => `cus_${i}`).join()}` },
  })
  expect(all.body).toHaveLength(1)
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { INSTRUMENTS_PER_CUSTOMER_LIMIT } from '../../../shared/domain/customer.ts'
import { INSTRUMENTS_BYTES_LIMIT } from '../../../shared/domain/payment-instrument-changes.ts'
import { customerProfile } from '../../../shared/repository/customers.ts'
import { wholeCustomer } from '../../../shared/repository/payment-instruments.ts'
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
const patch = (id: string, body: unknown) => ask('payment-instruments/patch', { id, body })
const get = (id: string) => ask('payment-instruments/get', { id })
const ids = (answer: { body: { id: string }[] }) => answer.body.map(({ id }) => id).join()

describe('PATCH', () => {
  it('merges: what is not named stays, null has its default again', async () => {
    await put('inst_1', { ...CARD, last4: '1111', isPayoutable: false, referenceData: { a: 'x', b: 'y' } })
    const answer = await patch('inst_1', {
      status: 'expired',
      isPayoutable: null,
      referenceData: { b: null, c: 'z' },
      createdTime: '2000-01-01T00:00:00Z',
    })
    expect(answer).toMatchObject({ status: 200, headers: { ETag: '"2"' } })
    expect(answer.body).toMatchObject({ ...CARD, last4: '1111', status: 'expired', isPayoutable: true })
    expect(answer.body.referenceData).toEqual({ a: 'x', c: 'z' })
    expect((await get('inst_1')).body).toEqual(answer.body)
  })

  it('changes neither customer nor method, and what becomes of the whole must be right', async () => {
    await put('inst_1', CARD)
    expect(fieldsOf(await patch('inst_1', { customerId: 'cus_2' }))).toEqual(['customerId'])
    expect(fieldsOf(await patch('inst_1', { brand: null }))).toEqual(['brand'])
    const entries = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, 'v']))
    expect((await patch('inst_1', { referenceData: entries })).status).toBe(200)
    expect(fieldsOf(await patch('inst_1', { referenceData: { one: 'more' } }))).toEqual(['referenceData'])
    await put('inst_2', PAYPAL)
    expect(fieldsOf(await patch('inst_2', { last4: '1111', brand: 'Visa' }))).toEqual(['brand', 'last4'])
    expect((await get('inst_2')).headers.ETag).toBe('"1"')
    expect((await patch('inst_3', { status: 'active' })).status).toBe(404)
  })
})

describe('deactivation', () => {
  it('is for good, and answers 201 with the instrument each time', async () => {
    await put('inst_1', CARD)
    const off = await ask('payment-instruments/deactivate', { id: 'inst_1' })
    expect(off).toMatchObject({ status: 201, body: { status: 'deactivated' }, headers: { ETag: '"2"' } })
    const again = await ask('payment-instruments/deactivate', { id: 'inst_1' })
    expect(again).toMatchObject({ status: 201, headers: { ETag: '"2"' } })
    expect((await patch('inst_1', { status: 'active' })).status).toBe(409)
    const [instrument] = (
      await customerProfile(desk.table.as(organization), { customerId: 'cus_1', currency: 'EUR' })
    ).instruments
    expect(instrument?.status).toBe('deactivated')
  })

  it('knows no instrument of another organization', async () => {
    await put('inst_1', CARD)
    const other = desk.as(newOrganization())
    expect((await other('payment-instruments/deactivate', { id: 'inst_1' })).status).toBe(404)
    expect((await other('payment-instruments/patch', { id: 'inst_1', body: {} })).status).toBe(404)
    expect((await get('inst_1')).body.status).toBe('active')
  })
})

describe('a customer', () => {
  it('has 50 instruments and no more, however many are added at once', async () => {
    const one = () => ask('payment-instruments/create', { body: PAYPAL })
    const answers = []
    for (let i = 0; i < 4; i++) answers.push(...(await Promise.all(Array.from({ length: 13 }, one))))
    const refused = answers.filter(({ status }) => status !== 201)
    expect(refused).toHaveLength(52 - INSTRUMENTS_PER_CUSTOMER_LIMIT)
    for (const { status, body } of refused)
      expect([status, body.type]).toEqual([422, 'urn:payout-desk:problem:customer-profile-full'])
    const list = await ask('payment-instruments/list', { query: { filter: 'customerId:cus_1' } })
    expect(list.body).toHaveLength(INSTRUMENTS_PER_CUSTOMER_LIMIT)
    expect((await put(list.body[0].id, { ...PAYPAL, referenceData: { a: 'b' } })).status).toBe(200)
    expect(
      (await ask('payment-instruments/create', { body: { ...PAYPAL, customerId: 'cus_2' } })).status,
    ).toBe(201)
  })

  it('has instruments of 300 kB together and no more', async () => {
    const large = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, '€'.repeat(255)]))
    const answers = []
    for (let i = 0; i < 20; i++) answers.push(await put(`inst_${i}`, { ...PAYPAL, referenceData: large }))
    const kept = answers.filter(({ status }) => status === 201).length
    expect(kept).toBeGreaterThan(15)
    expect(answers.at(-1)).toMatchObject({
      status: 422,
      body: { type: 'urn:payout-desk:problem:customer-profile-full' },
    })
    const customer = await wholeCustomer(desk.table.as(organization), 'cus_1')
    const bytes = Buffer.byteLength(JSON.stringify(customer.instruments))
    expect(bytes).toBeLessThan(INSTRUMENTS_BYTES_LIMIT + 100)
    expect(Math.abs(customer.instrumentsBytes - bytes)).toBeLessThan(100)
    expect((await put('inst_small', PAYPAL)).status).toBe(201)
    expect((await patch('inst_small', { referenceData: large })).status).toBe(422)
    expect((await put('inst_0', PAYPAL)).status).toBe(200)
    expect((await patch('inst_small', { referenceData: large })).status).toBe(200)
  })
})

describe('the list', () => {
  it('filters by customer, id, method and status, without lag where customers or ids are named', async () => {
    await put('inst_a', CARD)
    await put('inst_b', { ...PAYPAL, status: 'inactive' })
    await put('inst_c', { ...PAYPAL, customerId: 'cus_2' })
    const list = (query: Record<string, string>) => ask('payment-instruments/list', { query })
    expect(ids(await list({ filter: 'customerId:cus_1' }))).toBe('inst_b,inst_a')
    expect(ids(await list({ filter: 'customerId:cus_1;method:paypal' }))).toBe('inst_b')
    expect(ids(await list({ filter: 'id:inst_a,inst_c,inst_x', sort: 'id' }))).toBe('inst_a,inst_c')
    expect(ids(await list({ filter: 'id:inst_a;customerId:cus_2' }))).toBe('')
    await expect.poll(async () => ids(await list({ sort: 'createdTime' }))).toBe('inst_a,inst_b,inst_c')
    expect(ids(await list({ filter: 'status:active;method:paypal' }))).toBe('inst_c')
    await patch('inst_a', { isPayoutable: false })
    await expect.poll(async () => ids(await list({ sort: '-updatedTime', limit: '1' }))).toBe('inst_a')
    await patch('inst_c', { status: 'expired' })
    await expect.poll(async () => ids(await list({ filter: 'status:expired' }))).toBe('inst_c')
    expect((await list({ filter: 'status:!null', limit: '1', offset: '1' })).headers).toMatchObject({
      'Pagination-Total': '3',
      'Pagination-Limit': '1',
      'Pagination-Offset': '1',
    })
    expect((await list({ filter: 'brand:Visa' })).status).toBe(400)
    expect((await desk.as(newOrganization())('payment-instruments/list')).body).toEqual([])
  })

  it('ends early where the answer would become too large', async () => {
    const large = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, '€'.repeat(255)]))
    const customers = Array.from({ length: 18 }, (_, i) => `cus_${i}`)
    await Promise.all(
      customers.map(async (customerId) => {
        for (let i = 0; i < 16; i++)
          await put(`inst_${customerId}_${i}`, { ...PAYPAL, customerId, referenceData: large })
      }),
    )
    const { body, text, headers } = await ask('payment-instruments/list', {
      query: { filter: `customerId:${customers.join()}`, limit: '1000' },
    })
    expect(text.length).toBeLessThan(4_100_000)
    expect(headers).toMatchObject({ 'Pagination-Total': '288', 'Pagination-Limit': String(body.length) })
    expect(body.length).toBeLessThan(288)
  })
})

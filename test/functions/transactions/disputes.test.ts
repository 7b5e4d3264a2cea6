import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exposureOn } from '../../../shared/domain/customer.ts'
import { customerProfile } from '../../../shared/repository/customers.ts'
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

const post = (body: object) => ask('transactions/create', { body: { ...SALE, ...body } })
const patch = (id: string, status: unknown) => ask('transactions/patch', { id, body: { status } })
const pair = async () =>
  exposureOn(
    await customerProfile(desk.table.as(organization), { customerId: 'cus_1', currency: 'EUR' }),
    'card_cus_1',
    'gw_card',
  )

describe('a dispute', () => {
  it('takes a payment out of the exposure, and its end puts it back', async () => {
    await post({ id: 'txn_1' })
    await post({ id: 'txn_2', amount: 5, type: 'capture' })
    expect(await patch('txn_1', 'disputed')).toMatchObject({
      status: 200,
      body: { id: 'txn_1', status: 'disputed' },
      headers: { ETag: '"2"' },
    })
    expect(await pair()).toMatchObject({ payments: 1, salesMinor: 500n, headroomMinor: 500n })
    await patch('txn_1', 'completed')
    expect(await pair()).toMatchObject({ payments: 2, salesMinor: 1500n, headroomMinor: 1500n })
  })

  it('counts once, said 20 times at once', async () => {
    await post({ id: 'txn_1' })
    await post({ id: 'txn_2' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => patch('txn_1', 'disputed')))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 200, headers: { ETag: '"2"' } })
    expect(await pair()).toMatchObject({ payments: 1, salesMinor: 1000n })
  })

  it('may leave an exposure below zero', async () => {
    await post({ id: 'txn_1' })
    await post({ type: 'credit', amount: 4 })
    await patch('txn_1', 'disputed')
    expect(await pair()).toMatchObject({
      payments: 0,
      salesMinor: 0n,
      payoutsMinor: 400n,
      headroomMinor: -400n,
    })
  })

  it.each([
    { type: 'credit' },
    { type: 'refund', parentTransactionId: 'txn_0' },
    { type: 'authorize' },
    { result: 'declined' },
    { result: 'unknown', status: 'pending' },
  ])('is not of %j', async (body) => {
    await post({ ...body, id: 'txn_1' })
    const before = await pair()
    expect(await patch('txn_1', 'disputed')).toMatchObject({
      status: 409,
      body: { type: 'urn:payout-desk:problem:transaction-not-changeable' },
    })
    expect(await pair()).toEqual(before)
    expect((await ask('transactions/get', { id: 'txn_1' })).headers.ETag).toBe('"1"')
  })

  it.each([undefined, null, 'refunded', 1])('is not said by status %j', async (status) => {
    await post({ id: 'txn_1' })
    const answer = await patch('txn_1', status)
    expect(answer.status).toBe(422)
    expect(fieldsOf(answer)).toEqual(['status'])
  })

  it('is nobody else’s', async () => {
    await post({ id: 'txn_1' })
    const other = desk.as(newOrganization())
    const foreign = await other('transactions/patch', { id: 'txn_1', body: { status: 'disputed' } })
    const unknown = await other('transactions/patch', { id: 'txn_x', body: { status: 'disputed' } })
    expect(foreign.status).toBe(404)
    expect({ ...foreign.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
    expect((await pair()).payments).toBe(1)
  })
})

describe('the list', () => {
  it('filters, sorts and pages', async () => {
    await post({ id: 'txn_a', processedTime: '2026-05-03T00:00:00Z' })
    await post({
      id: 'txn_b',
      processedTime: '2026-05-01T00:00:00Z',
      type: 'credit',
      amount: 2.5,
      requestId: 'r',
    })
    await post({
      id: 'txn_c',
      processedTime: '2026-05-02T00:00:00Z',
      currency: 'JPY',
      amount: 3,
      result: 'declined',
    })
    const list = async (query: Record<string, string>) => {
      const answer = await ask('transactions/list', { query })
      return [answer.body.map(({ id }: { id: string }) => id).join(), answer.headers['Pagination-Total']]
    }
    await expect.poll(() => list({})).toEqual(['txn_c,txn_b,txn_a', '3'])
    expect(await list({ filter: 'type:credit,sale;result:approved', sort: 'id' })).toEqual([
      'txn_a,txn_b',
      '2',
    ])
    expect(await list({ filter: 'amount:2.5..3', sort: 'processedTime' })).toEqual(['txn_b,txn_c', '2'])
    expect(await list({ filter: 'processedTime:2026-05-02..' })).toEqual(['txn_c,txn_a', '2'])
    expect(await list({ filter: 'currency:jpy;gatewayAccountId:gw_card' })).toEqual(['txn_c', '1'])
    expect(await list({ filter: 'payoutRequestId:null;customerId:cus_1', limit: '1' })).toEqual([
      'txn_c',
      '3',
    ])
    expect(await list({ filter: 'id:txn_b,txn_x,txn_a' })).toEqual(['txn_b,txn_a', '2'])
    await patch('txn_a', 'disputed')
    await expect.poll(() => list({ filter: 'status:disputed' })).toEqual(['txn_a', '1'])
    const [shown] = (await ask('transactions/list', { query: { filter: 'id:txn_b' } })).body
    expect(shown).toEqual((await ask('transactions/get', { id: 'txn_b' })).body)
    expect((await desk.as(newOrganization())('transactions/list')).body).toEqual([])
  })

  it('refuses what it cannot be asked by', async () => {
    const { status, body } = await ask('transactions/list', {
      query: { filter: 'requestId:r', sort: 'gatewayName' },
    })
    expect(status).toBe(400)
    expect(body.invalidFields.map(({ field }: { field: string }) => field)).toEqual(['filter', 'sort'])
  })
})

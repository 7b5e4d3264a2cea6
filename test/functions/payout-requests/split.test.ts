import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PAYOUT_REQUEST_EDGES } from '../../../shared/domain/payout-request.ts'
import { requestKey } from '../../../shared/repository/keys.ts'
import { commit } from '../../../shared/repository/write.ts'
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

const ASK = { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 100 }
const newRequest = async (more: object = {}): Promise<string> =>
  (await ask('payout-requests/create', { body: { ...ASK, ...more } })).body.id
const get = async (id: string) => (await ask('payout-requests/get', { id })).body
const split = (id: string, body: object, headers: Record<string, string> = {}) =>
  ask('payout-requests/split', { id, body: { splitReason: 'processor-limit', ...body }, headers })
const problem = (reason: string) => `urn:payout-desk:problem:${reason}`

const equal = (count: number): number[] => Array.from({ length: count }, () => 100 / count)

it('replaces a request by pending ones that add up to it', async () => {
  await ask('payment-instruments/put', { id: 'inst_1', body: { customerId: 'cus_1', method: 'paypal' } })
  const inherited = {
    paymentInstrumentId: 'inst_1',
    description: 'Winnings',
    selectedPaymentInstrumentRedirectUrl: 'https://shop.example/paid',
  }
  const id = await newRequest(inherited)
  const answer = await split(id, { amounts: [50, 30.25, 19.75], splitDescription: 'Too much for one card' })
  expect(answer.status).toBe(201)
  expect(answer.headers).toMatchObject({ ETag: '"1"', Location: answer.body[0]._links[0].href })
  expect(answer.body.map(({ amount }: { amount: number }) => amount)).toEqual([50, 30.25, 19.75])
  for (const child of answer.body) {
    expect(child).toMatchObject({
      ...ASK,
      ...inherited,
      amount: child.amount,
      availableAmount: child.amount,
      status: 'pending',
      blocked: false,
      splitReason: 'processor-limit',
      splitFromPayoutRequestId: id,
      batchId: null,
    })
    expect(await get(child.id)).toEqual(child)
  }
  expect(await get(id)).toMatchObject({ status: 'split', splitReason: 'processor-limit', amount: 100 })
})

it('is the same by its newer path', async () => {
  const id = await newRequest()
  const body = { payoutRequestId: id, amounts: [40, 60], splitReason: 'other' }
  const answer = await ask('payout-request-splits/create', { body })
  expect([answer.status, answer.body.length]).toEqual([201, 2])
  expect(await get(id)).toMatchObject({ status: 'split', splitReason: 'other' })
  expect((await ask('payout-request-splits/create', { body })).status).toBe(409)
  const unknown = await ask('payout-request-splits/create', { body: { ...body, payoutRequestId: '?' } })
  expect(unknown.status).toBe(404)
})

it('leaves the original in its batch, and the new ones in none', async () => {
  const id = await newRequest()
  const batch = await ask('payout-request-batches/create', { body: { payoutRequestIds: [id] } })
  const { body } = await split(id, { amounts: [1, 99] })
  expect((await get(id)).batchId).toBe(batch.body.id)
  expect(body.map(({ batchId }: { batchId: unknown }) => batchId)).toEqual([null, null])
})

describe('refuses', () => {
  it.each(Object.entries(PAYOUT_REQUEST_EDGES))('by status: from %s', async (from, edges) => {
    const id = await newRequest()
    const update = { set: [['status', from] as const] }
    await commit(desk.table.as(organization), [{ key: requestKey(organization, id), update }])
    const answer = await split(id, { amounts: [50, 50] })
    if ('split' in edges) expect(answer.status).toBe(201)
    else expect(answer.body).toMatchObject({ type: problem('transition-not-allowed'), from, to: 'split' })
  })

  it('a blocked request, before its amounts are looked at', async () => {
    const id = await newRequest({ blocked: true })
    expect((await split(id, { amounts: [1, 1] })).body.type).toBe(problem('blocked'))
    expect((await get(id)).status).toBe('ready')
  })

  it.each([
    ['that do not add up', [50, 49.99], ['amounts']],
    [
      'with more digits than the currency has',
      [33.333, 33.333, 33.334],
      [0, 1, 2].map((i) => `amounts.${i}`),
    ],
    ['of nothing or less', [0, -1, 101], ['amounts.0', 'amounts.1']],
    ['of which there is one', [100], ['amounts']],
    ['that are none', 'all', ['amounts']],
  ])('amounts %s', async (_, amounts, fields) => {
    const id = await newRequest()
    expect(fieldsOf(await split(id, { amounts }))).toEqual(fields)
    expect((await get(id)).status).toBe('ready')
  })

  it('more than 100 parts, and what is not said', async () => {
    const id = await newRequest({ amount: 101 })
    const amounts = Array.from({ length: 101 }, () => 1)
    expect(fieldsOf(await split(id, { amounts, splitReason: undefined }))).toEqual(['amounts', 'splitReason'])
  })
})

describe('an Idempotency-Key', () => {
  it.each([2, 100])('splits into %i once', async (count) => {
    const id = await newRequest()
    const once = { 'Idempotency-Key': 'once' }
    const first = await split(id, { amounts: equal(count) }, once)
    const again = await split(id, { amounts: equal(count) }, once)
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body])
    expect(again.headers).toMatchObject({ ...first.headers, 'Idempotent-Replayed': 'true' })
    const listed = await ask('payout-requests/list', { query: { limit: '1000' }, method: 'GET' })
    expect(listed.body).toHaveLength(count + 1)
  })

  it('of another split is refused', async () => {
    const id = await newRequest()
    const once = { 'Idempotency-Key': 'once' }
    await split(id, { amounts: [50, 50] }, once)
    expect((await split(id, { amounts: [40, 60] }, once)).body.type).toBe(problem('idempotency-key-reused'))
  })
})

it('splits once when many ask for it at once', async () => {
  const id = await newRequest()
  const answers = await Promise.all([1, 2, 3, 4].map((part) => split(id, { amounts: [part, 100 - part] })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409])
  const listed = await ask('payout-requests/list', { method: 'GET' })
  expect(listed.body).toHaveLength(3)
})

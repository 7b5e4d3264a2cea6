import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PAYOUT_REQUEST_EDGES, SETTABLE_STATUSES } from '../../../shared/domain/payout-request.ts'
import { call } from '../../harness/api.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

const organization = 'org_a'
let table: TestTable
let handlers: Record<'create' | 'get' | 'patch' | 'put', Parameters<typeof call>[0]>

beforeAll(async () => {
  table = await startTestTable()
  handlers = {
    create: (await import('../../../functions/payout-requests/create.ts')).handler,
    get: (await import('../../../functions/payout-requests/get.ts')).handler,
    patch: (await import('../../../functions/payout-requests/patch.ts')).handler,
    put: (await import('../../../functions/payout-requests/put.ts')).handler,
  }
})
afterAll(() => table.stop())

const ASK = { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 12.5 }
const created = async (body: object = {}) =>
  (await call(handlers.create, { organization, body: { ...ASK, ...body } })).body
const patch = (id: string, body: unknown) => call(handlers.patch, { organization, id, body })
const get = async (id: string) => (await call(handlers.get, { organization, id })).body

/** How a new request, which is ready, comes to each status that nothing but PATCH leads to. */
const WAYS: Record<string, object[]> = {
  ready: [],
  pending: [{ status: 'pending' }],
  approved: [{ status: 'approved' }],
  canceled: [{ status: 'canceled', canceledBy: 'merchant' }],
}

describe.each(Object.keys(WAYS) as (keyof typeof PAYOUT_REQUEST_EDGES)[])('from %s', (from) => {
  it.each(SETTABLE_STATUSES)('to %s', async (to) => {
    const { id } = await created()
    for (const step of WAYS[from] ?? []) await patch(id, step)
    const edges: Record<string, string> = PAYOUT_REQUEST_EDGES[from]
    const answer = await patch(id, {
      status: to,
      ...(to === 'canceled' && { canceledBy: 'customer', cancellationDescription: 'why' }),
    })
    if (edges[to]) {
      expect(answer.body).toMatchObject({ status: to })
      if (to === 'canceled')
        expect(answer.body.cancellationReason).toEqual({ canceledBy: 'customer', description: 'why' })
    } else {
      expect(answer.body).toMatchObject({
        type: 'urn:payout-desk:problem:transition-not-allowed',
        from,
        to,
        allowed: Object.keys(edges),
      })
      expect((await get(id)).status).toBe(from)
    }
  })

  it('lets a blocked request go only where blocked requests may', async () => {
    const { id } = await created()
    for (const step of WAYS[from] ?? []) await patch(id, step)
    const block = await patch(id, { blocked: true, blockReason: 'risk-review', blockDescription: 'look' })
    if (from === 'canceled') return expect(block.body.type).toBe('urn:payout-desk:problem:not-blockable')
    expect(block.body).toMatchObject({ blocked: true, blockReason: 'risk-review', status: from })
    for (const [to, edge] of Object.entries(PAYOUT_REQUEST_EDGES[from])) {
      if (!SETTABLE_STATUSES.some((settable) => settable === to)) continue
      const answer = await patch(id, { status: to, canceledBy: 'system' })
      expect([to, answer.status]).toEqual([to, edge === 'always' ? 200 : 409])
      if (edge === 'always') return undefined
    }
    return undefined
  })
})

it('applies blocked first and judges the status against the result', async () => {
  const { id } = await created()
  await patch(id, { blocked: true })
  expect((await patch(id, { blocked: false, status: 'approved' })).body).toMatchObject({
    blocked: false,
    blockReason: null,
    status: 'approved',
  })
  expect((await patch(id, { blocked: true, status: 'ready' })).status).toBe(409)
  expect(await get(id)).toMatchObject({ blocked: false, status: 'approved' })
})

it('refuses what cannot be meant, all at once', async () => {
  const { id } = await created()
  const { body } = await patch(id, {
    status: 'canceled',
    blockReason: 'other',
    blockDescription: 'x',
    description: 'd'.repeat(1001),
  })
  expect(body.invalidFields.map(({ field }: { field: string }) => field).toSorted()).toEqual([
    'blockDescription',
    'blockReason',
    'canceledBy',
    'description',
  ])
  expect((await patch(id, { status: 'fulfilled' })).body.invalidFields[0].field).toBe('status')
})

it('keeps texts of any length, and takes them away again', async () => {
  const description = 'ü'.repeat(1000)
  const { id } = await created({
    description,
    selectedPaymentInstrumentRedirectUrl: `https://shop.example/${'a'.repeat(1900)}?r={{id}}`,
  })
  expect((await get(id)).description).toBe(description)
  expect((await get(id)).selectedPaymentInstrumentRedirectUrl).toMatch(new RegExp(`r=${id}$`))
  expect((await patch(id, { description: 'short' })).body.description).toBe('short')
  expect((await get(id)).description).toBe('short')
  expect((await patch(id, { description: null })).body.description).toBeNull()
  expect((await get(id)).description).toBeNull()
})

it('changes nothing, not even the version, when nothing is asked for', async () => {
  const { id } = await created()
  const before = await call(handlers.get, { organization, id })
  expect((await patch(id, {})).body).toEqual(before.body)
  expect((await call(handlers.get, { organization, id })).headers.ETag).toBe(before.headers.ETag)
})

describe('PUT', () => {
  const put = (id: string, body: object) =>
    call(handlers.put, { organization, id, body: { ...ASK, ...body } })

  it('creates under the caller’s id once, then changes what may be changed', async () => {
    const answers = await Promise.all([put('my-own.id', {}), put('my-own.id', {})])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 201])
    const changed = await put('my-own.id', { description: 'later', blocked: true, blockReason: 'other' })
    expect(changed.status).toBe(200)
    expect(changed.body).toMatchObject({
      id: 'my-own.id',
      description: 'later',
      blocked: false,
      status: 'ready',
    })
  })

  it('refuses to change money or owner', async () => {
    await put('fixed', {})
    const { status, body } = await put('fixed', {
      amount: 13,
      customerId: 'cus_2',
      websiteId: 'web_2',
      currency: 'USD',
    })
    expect(status).toBe(422)
    expect(body.invalidFields.map(({ field }: { field: string }) => field).toSorted()).toEqual([
      'amount',
      'currency',
      'customerId',
      'websiteId',
    ])
    expect(await get('fixed')).toMatchObject(ASK)
  })

  it('refuses ids that an allocation’s id could not carry', async () => {
    expect((await put('a'.repeat(44), {})).status).toBe(422)
    for (const id of ['a b', 'a#b', 'a'.repeat(51), '__proto__']) expect((await put(id, {})).status).toBe(404)
  })
})

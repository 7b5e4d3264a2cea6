import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiRequest, call } from '../../harness/api.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

let table: TestTable
let post: (request: Partial<ApiRequest>) => ReturnType<typeof call>
let get: (request: Partial<ApiRequest>) => ReturnType<typeof call>

beforeAll(async () => {
  table = await startTestTable()
  const create = await import('../../../functions/payout-requests/create.ts')
  const read = await import('../../../functions/payout-requests/get.ts')
  post = (request) => call(create.handler, { organization: 'org_a', ...request })
  get = (request) => call(read.handler, { organization: 'org_a', ...request })
})
afterAll(() => table.stop())

const ASK = { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 12.5 }

it('answers 201 with the request as it was asked for, and where it is', async () => {
  const { status, body, headers } = await post({ body: { ...ASK, description: 'Winnings of May' } })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    ...ASK,
    description: 'Winnings of May',
    availableAmount: 12.5,
    status: 'ready',
    blocked: false,
    batchId: null,
    allocations: [],
  })
  expect(body.id).toMatch(/^pout_req_[0-9A-HJKMNP-TV-Z]{24}00$/)
  expect(headers.Location).toBe(`https://api.test/v1/organizations/org_a/payout-requests/${body.id}`)
  expect((await get({ id: body.id })).body).toEqual(body)
})

it('names every problem of a body at once', async () => {
  const { status, body } = await post({
    body: { currency: 'JPY', amount: 1.5, customerId: 'a b', blockReason: 'x' },
  })
  expect(status).toBe(422)
  expect(body.type).toBe('urn:payout-desk:problem:invalid-fields')
  expect(body.invalidFields.map(({ field }: { field: string }) => field).toSorted()).toEqual([
    'amount',
    'blockReason',
    'blockReason',
    'customerId',
    'websiteId',
  ])
})

it('shows a request to nobody of another organization', async () => {
  const { body } = await post({ body: ASK })
  const foreign = await get({ organization: 'org_b', id: body.id })
  const unknown = await get({ organization: 'org_b', id: 'pout_req_unknown' })
  expect(foreign.status).toBe(404)
  expect({ ...foreign.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
})

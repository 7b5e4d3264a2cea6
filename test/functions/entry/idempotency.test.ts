import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { call } from '../../harness/api.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

let table: TestTable
let handlers: Record<'create' | 'list' | 'patch' | 'get', Parameters<typeof call>[0]>

beforeAll(async () => {
  table = await startTestTable()
  handlers = {
    create: (await import('../../../functions/payout-requests/create.ts')).handler,
    list: (await import('../../../functions/payout-requests/list.ts')).handler,
    patch: (await import('../../../functions/payout-requests/patch.ts')).handler,
    get: (await import('../../../functions/payout-requests/get.ts')).handler,
  }
})
afterAll(() => table.stop())

const ASK = { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 12.5 }

const create = (organization: string, key: string, body: object = ASK) =>
  call(handlers.create, { organization, body, headers: { 'idempotency-key': key } })

const countIn = async (organization: string) =>
  Number((await call(handlers.list, { organization })).headers['Pagination-Total'])

it('does what a repeated call asks once, and gives the same answer again', async () => {
  const key = randomUUID()
  const first = await create('org_once', key)
  const again = await create('org_once', key)
  expect(first.headers['Idempotent-Replayed']).toBeUndefined()
  expect(again).toEqual({ ...first, headers: { ...first.headers, 'Idempotent-Replayed': 'true' } })
  expect(await countIn('org_once')).toBe(1)
})

it('does it once, too, when twenty copies of a call arrive together', async () => {
  const key = randomUUID()
  const answers = await Promise.all(Array.from({ length: 20 }, () => create('org_many', key)))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201))
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  expect(answers.filter(({ headers }) => headers['Idempotent-Replayed']).length).toBe(19)
  expect(await countIn('org_many')).toBe(1)
})

it('refuses the key for another body', async () => {
  const key = randomUUID()
  await create('org_other', key)
  const { status, body } = await create('org_other', key, { ...ASK, amount: 13 })
  expect([status, body.type]).toEqual([422, 'urn:payout-desk:problem:idempotency-key-reused'])
  expect(await countIn('org_other')).toBe(1)
})

it('is not used up by a refusal, and is another key in another organization', async () => {
  const key = randomUUID()
  expect((await create('org_free', key, { ...ASK, amount: 0 })).status).toBe(422)
  expect((await create('org_free', key)).status).toBe(201)
  expect((await create('org_else', key)).headers['Idempotent-Replayed']).toBeUndefined()
  for (const bad of ['', 'x'.repeat(256)])
    expect((await create('org_free', bad)).body.invalidFields[0].field).toBe('Idempotency-Key')
})

it('covers a change of status, which then happens once', async () => {
  const organization = 'org_patch'
  const { body } = await create(organization, randomUUID())
  const approve = () =>
    call(handlers.patch, {
      organization,
      id: body.id,
      body: { status: 'approved' },
      headers: { 'Idempotency-Key': `approve ${body.id}` },
    })
  const [first, second] = await Promise.all([approve(), approve()])
  expect([first.status, second.status]).toEqual([200, 200])
  expect(second.body).toEqual(first.body)
})

it('refuses a write whose If-Match is stale, and lets the fresh one through', async () => {
  const organization = 'org_match'
  const { body, headers } = await create(organization, randomUUID())
  const describe = (description: string, tag: string) =>
    call(handlers.patch, { organization, id: body.id, body: { description }, headers: { 'If-Match': tag } })
  const seen = String(headers.ETag)
  const answers = await Promise.all([describe('one', seen), describe('two', seen), describe('three', seen)])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412])
  expect(answers.find(({ status }) => status === 412)?.body.type).toBe(
    'urn:payout-desk:problem:changed-meanwhile',
  )
  const fresh = String((await call(handlers.get, { organization, id: body.id })).headers.ETag)
  expect((await describe('four', `"0", ${fresh}`)).status).toBe(200)
  expect((await describe('five', '*')).status).toBe(200)
  const put = await import('../../../functions/payout-requests/put.ts')
  const absent = await call(put.handler, {
    organization,
    id: 'not-there',
    body: ASK,
    headers: { 'If-Match': '*' },
  })
  expect(absent.body.type).toBe('urn:payout-desk:problem:changed-meanwhile')
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WEBHOOKS_LIMIT } from '../../../shared/domain/webhook.ts'
import { theWebhook } from '../../../shared/repository/webhooks.ts'
import { type Ask, fieldsOf, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'

let desk: TestDesk
let organization: string
let ask: Ask

beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(() => {
  process.env.ALLOWS_PRIVATE_ADDRESSES = 'false'
  organization = newOrganization()
  ask = desk.as(organization)
})
afterAll(() => desk.stop())

const HOOK = { url: 'https://hooks.example.org/payouts?tenant=7' }
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const create = (body: object) => ask('webhooks/create', { body })
const get = (id: string) => ask('webhooks/get', { id })

describe('a new webhook', () => {
  it('has the defaults, and a secret that is shown this once', async () => {
    const answer = await create(HOOK)
    expect(answer.status).toBe(201)
    const { secret, ...shown } = answer.body
    expect(shown).toEqual({
      ...{ id: expect.stringMatching(/^hook_[0-9A-Z]{26}$/), ...HOOK, eventsFilter: [], filter: null },
      ...{ status: 'active', method: 'POST', headers: [], pausedTime: null, pauseReason: null },
      createdTime: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      updatedTime: shown.createdTime,
      _links: [
        { rel: 'self', href: expect.stringMatching(new RegExp(`/${organization}/webhooks/${shown.id}$`)) },
        { rel: 'deliveries', href: expect.stringMatching(/\/deliveries$/) },
      ],
    })
    expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(32)
    expect(await get(shown.id)).toMatchObject({ status: 200, body: shown, headers: { ETag: '"1"' } })
    for (const later of [await get(shown.id), await ask('webhooks/list')])
      expect(later.text).not.toContain(secret)
  })

  it('shows no secret that its owner chose, in no answer', async () => {
    const body = { ...HOOK, id: 'hook_own', eventsFilter: ['payout-request-created'], filter: 'currency:EUR' }
    const answer = await create({ ...body, secret: SECRET })
    expect(answer.body).toMatchObject(body)
    const patched = await ask('webhooks/patch', { id: 'hook_own', body: { filter: null } })
    expect(patched.body.filter).toBe(null)
    const put = await ask('webhooks/put', { id: 'hook_own', body: { ...HOOK, secret: `${SECRET}MfKQ` } })
    for (const shown of [answer, patched, put, await get('hook_own'), await ask('webhooks/list')])
      expect(shown.text).not.toContain('whsec_')
  })

  it('shows the made secret again to the same call, which makes no second webhook', async () => {
    const again = () => ask('webhooks/create', { body: HOOK, headers: { 'Idempotency-Key': 'k' } })
    const [first, second] = [await again(), await again()]
    expect(second.text).toBe(first.text)
    expect((await ask('webhooks/list')).body).toHaveLength(1)
  })

  it('takes what the published client sends, and says what it would not do', async () => {
    const published = { ...HOOK, method: 'POST', headers: [], credentialHash: 'hash', body: null }
    expect((await create(published)).status).toBe(201)
    const other = { ...HOOK, method: 'PUT', headers: [{ name: 'X', value: 'y' }], body: '{{id}}' }
    expect(fieldsOf(await create(other))).toEqual(['body', 'headers', 'method'])
  })

  it.each([
    ['http://hooks.example.org/', 'url'],
    ['https://user:pass@hooks.example.org/', 'url'],
    ['http://127.0.0.1:8080/', 'url'],
    ['ftp://hooks.example.org/', 'url'],
    ['hooks', 'url'],
  ])('is refused at %s', async (url, field) => {
    expect(fieldsOf(await create({ url }))).toEqual([field])
  })

  it('is refused with every field that is wrong', async () => {
    const wrong = await create({
      ...{ url: 'x', eventsFilter: ['payout-request-created', 'nothing'], filter: 'color:red' },
      ...{ status: 'paused', secret: 'short' },
    })
    expect(fieldsOf(wrong)).toEqual(['eventsFilter.1', 'filter', 'secret', 'status', 'url'])
    expect(fieldsOf(await create({ ...HOOK, secret: 'whsec_not base64, at all!' }))).toEqual(['secret'])
    expect(
      fieldsOf(await create({ ...HOOK, eventsFilter: Array(2).fill('payout-request-created') })),
    ).toEqual(['eventsFilter.1'])
  })

  it('is refused where there are as many as an organization may have, until one is deleted', async () => {
    const made = await Promise.all(Array.from({ length: WEBHOOKS_LIMIT + 3 }, () => create(HOOK)))
    expect(made.filter(({ status }) => status === 201)).toHaveLength(WEBHOOKS_LIMIT)
    expect(made.find(({ status }) => status !== 201)).toMatchObject({
      status: 422,
      body: { type: 'urn:payout-desk:problem:webhook-limit' },
    })
    const [id] = made.filter(({ status }) => status === 201).map(({ body }) => body.id)
    expect((await ask('webhooks/delete', { id })).status).toBe(204)
    expect((await get(id)).status).toBe(404)
    expect((await create(HOOK)).status).toBe(201)
    expect((await create(HOOK)).status).toBe(422)
  })
})

describe('a webhook that is there', () => {
  it('is replaced but for its secret, and a stale version changes nothing', async () => {
    await create({ ...HOOK, id: 'hook_1', secret: SECRET, eventsFilter: ['payout-request-created'] })
    const url = 'https://other.example.org/'
    const put = await ask('webhooks/put', { id: 'hook_1', body: { url } })
    expect(put).toMatchObject({ status: 200, body: { url, eventsFilter: [] }, headers: { ETag: '"2"' } })
    expect(await theWebhook(desk.table.as(organization), 'hook_1')).toMatchObject({ url, secret: SECRET })
    const stale = { id: 'hook_1', body: HOOK, headers: { 'If-Match': '"1"' } }
    for (const file of ['webhooks/put', 'webhooks/patch', 'webhooks/delete'])
      expect((await ask(file, stale)).status).toBe(412)
    expect((await get('hook_1')).body).toEqual(put.body)
  })

  it('has nothing to show of a time before what is kept', async () => {
    await create({ ...HOOK, id: 'hook_1' })
    const query = { filter: 'occurredTime:2020-01-01..2020-01-02' }
    expect(await ask('webhooks/deliveries', { id: 'hook_1', query })).toMatchObject({ status: 200, body: [] })
  })

  it('is another organization’s own affair', async () => {
    await create({ ...HOOK, id: 'hook_1' })
    const other = desk.as(newOrganization())
    for (const file of ['get', 'patch', 'delete', 'deliveries', 'redeliver'])
      expect(
        (await other(`webhooks/${file}`, { id: 'hook_1', body: { since: '2026-01-01T00:00:00Z' } })).status,
      ).toBe(404)
    expect((await other('webhooks/list')).body).toEqual([])
    expect((await other('webhooks/put', { id: 'hook_1', body: HOOK })).status).toBe(201)
  })

  it('is listed with the others, filtered and sorted', async () => {
    for (const id of ['hook_b', 'hook_a']) await create({ ...HOOK, id })
    await ask('webhooks/patch', { id: 'hook_b', body: { status: 'inactive' } })
    const ids = async (query: Record<string, string>) =>
      (await ask('webhooks/list', { query })).body.map(({ id }: any) => id)
    expect(await ids({ sort: 'id' })).toEqual(['hook_a', 'hook_b'])
    expect(await ids({ filter: 'status:inactive' })).toEqual(['hook_b'])
    expect(await ids({ filter: 'pauseReason:gone' })).toEqual([])
  })
})

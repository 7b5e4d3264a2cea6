import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { timelineOf } from '../../../shared/repository/payout-request-keys.ts'
import { queryAll } from '../../../shared/repository/read.ts'
import { testBus } from '../../harness/bus.ts'
import { type Ask, fieldsOf, newOrganization, type TestDesk } from '../../harness/desk.ts'
import { startFrontedDesk } from '../../harness/fronted-desk.ts'
import { announce } from './announced.ts'

let desk: TestDesk
let organization: string
let ask: Ask
let id: string

beforeAll(async () => {
  desk = await startFrontedDesk({ services: { events: testBus().service } })
})
beforeEach(async () => {
  organization = newOrganization()
  ask = desk.as(organization)
  const body = { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 100 }
  id = (await ask('payout-requests/create', { body })).body.id
})
afterAll(() => desk.stop())

const comment = (message: unknown, more: object = {}) =>
  ask('payout-request-timeline/create', { id, body: { message }, ...more })
const get = (messageId: string, request = id) =>
  ask('payout-request-timeline/get', { id: request, path: { messageId }, method: 'GET' })
const remove = (messageId: string, more: object = {}) =>
  ask('payout-request-timeline/delete', { id, path: { messageId }, method: 'DELETE', ...more })
const list = (query: Record<string, string> = {}) =>
  ask('payout-request-timeline/list', { id, query, method: 'GET' })
const messages = async (query?: Record<string, string>) =>
  (await list(query)).body.map(({ message }: { message: string }) => message)

describe('a comment', () => {
  it('has the published shape, and is found by its id', async () => {
    const answer = await comment('Looks good', { userId: 'usr_2' })
    expect(answer.status).toBe(201)
    const self = `https://api.test/v1/organizations/${organization}/payout-requests/${id}/timeline/${answer.body.id}`
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^tlm_[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
      type: 'timeline-comment-created',
      occurredTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      triggeredBy: 'direct-api',
      message: 'Looks good',
      extraData: {
        actions: [],
        tables: [],
        author: { userFullName: null, userId: 'usr_2' },
        mentions: {},
        links: [],
      },
      _links: [{ rel: 'self', href: self }],
    })
    expect(answer.headers).toMatchObject({ ETag: '"1"', Location: self })
    const found = await get(answer.body.id)
    expect([found.status, found.body, found.headers.ETag]).toEqual([200, answer.body, '"1"'])
  })

  it('says something, of no more than 2000 characters', async () => {
    for (const message of [undefined, '', 7, 'x'.repeat(2001)])
      expect(fieldsOf(await comment(message))).toEqual(['message'])
    expect((await comment('ü'.repeat(2000))).status).toBe(201)
    expect(await messages()).toEqual(['ü'.repeat(2000)])
  })

  it('is made once for the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'once' }
    const [first, again] = [await comment('Once', { headers }), await comment('Once', { headers })]
    expect([again.status, again.body]).toEqual([201, first.body])
    expect(await messages()).toEqual(['Once'])
  })

  it('is on its own payout request only', async () => {
    const { body } = await comment('Here')
    const other = { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 1 }
    const another = (await ask('payout-requests/create', { body: other })).body.id
    expect((await get(body.id, another)).status).toBe(404)
    for (const unknown of ['unknown', '#', 'pout_req_01K00000000000000000000000']) {
      expect((await get(body.id, unknown)).status).toBe(404)
      expect((await comment('There', { id: unknown })).status).toBe(404)
      expect((await ask('payout-request-timeline/list', { id: unknown })).status).toBe(404)
    }
  })
})

describe('deletion', () => {
  it('takes back a comment of one’s own, and leaves that there was one', async () => {
    const { body } = await comment('Never mind')
    await comment('Still here')
    const headers = { 'Idempotency-Key': 'once' }
    expect((await remove(body.id, { headers })).status).toBe(204)
    expect((await remove(body.id, { headers })).headers).toMatchObject({ 'Idempotent-Replayed': 'true' })
    expect([(await get(body.id)).status, (await remove(body.id)).status]).toEqual([404, 404])
    expect(await messages()).toEqual(['Still here'])

    const { pk, prefix } = timelineOf(organization, id)
    const kept = await queryAll(desk.table.as(organization), {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    })
    const tombstone = kept.find((item) => item.id === body.id)
    expect(tombstone).toMatchObject({ by: 'usr_test', deletedTime: expect.any(String) })
    expect(JSON.stringify(tombstone)).not.toContain('Never mind')
  })

  it('of somebody else’s comment, or of what happened, is refused', async () => {
    await announce(desk.table.as(organization), id)
    const { body: theirs } = await comment('Mine', { userId: 'usr_other' })
    const [created] = (await list({ filter: 'type:payout-request-created' })).body
    for (const one of [theirs, created]) {
      const answer = await remove(one.id)
      expect([answer.status, answer.body.type]).toEqual([409, 'urn:payout-desk:problem:not-deletable'])
      expect((await get(one.id)).body).toEqual(one)
    }
    expect((await remove('tlm_unknown')).status).toBe(404)
    expect((await remove(theirs.id, { headers: { 'If-Match': '"2"' } })).status).toBe(412)
  })
})

describe('a list', () => {
  it('is the newest first, page by page, or in the order asked for', async () => {
    for (const message of ['b', 'c', 'a']) await comment(message)
    const paged = await list({ limit: '2', offset: '1' })
    expect(paged.body.map(({ message }: { message: string }) => message)).toEqual(['c', 'b'])
    expect(paged.headers).toMatchObject({ 'Pagination-Total': '3', 'Pagination-Limit': '2' })
    expect(await messages({ sort: 'message' })).toEqual(['a', 'b', 'c'])
    expect(await messages({ sort: 'occurredTime' })).toEqual(['b', 'c', 'a'])
  })

  it('can be filtered and searched', async () => {
    await announce(desk.table.as(organization), id)
    await comment('Call the Customer')
    await comment('Paid twice?', { userId: 'usr_2' })
    expect(await messages({ q: 'customer' })).toEqual(['Call the Customer'])
    expect(await messages({ filter: 'userId:usr_2' })).toEqual(['Paid twice?'])
    const types = { filter: 'type:!timeline-comment-created;triggeredBy:direct-api' }
    expect(await messages(types)).toEqual(['Payout request created'])
    expect(await messages({ filter: 'occurredTime:..2020-01-01' })).toEqual([])
  })

  it.each<Record<string, string>>([
    { filter: 'color:red' },
    { sort: 'color' },
    { limit: '1001' },
    { filter: 'type:unheard' },
  ])('refuses %o', async (query) => {
    expect((await list(query)).status).toBe(400)
  })
})

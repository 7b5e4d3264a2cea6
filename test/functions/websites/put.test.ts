import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findWebsite, keepWebsite } from '../../../shared/repository/websites.ts'
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

const put = (body: unknown, id = 'web_1') => ask('websites/put', { id, body })
const get = (id = 'web_1') => ask('websites/get', { id })
const readiness = (payoutRequest: unknown) => ({ name: 'Shop', settings: { payoutRequest } })
const ENABLED = {
  automaticReadinessEnabled: true,
  pendingPeriodHours: 48,
  automaticReadinessTime: '10:00:00Z',
}

describe('a website', () => {
  it('needs a name only', async () => {
    const answer = await put({ name: 'Shop', servicePhone: '112', serviceEmail: 'help@shop.example' })
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      id: 'web_1',
      name: 'Shop',
      url: null,
      settings: {
        payoutRequest: {
          automaticReadinessEnabled: false,
          pendingPeriodHours: null,
          automaticReadinessTime: null,
          automaticReadinessLastExecutedAt: null,
        },
      },
      createdTime: expect.stringMatching(/\.\d{3}Z$/),
      updatedTime: answer.body.createdTime,
      _links: [{ rel: 'self', href: `https://api.test/v1/organizations/${organization}/websites/web_1` }],
    })
    expect(answer.headers).toMatchObject({ ETag: '"1"', Location: answer.body._links[0].href })
    expect((await get()).body).toEqual(answer.body)
  })

  it('is replaced fully, but for what the readiness job keeps', async () => {
    const first = await put({ ...readiness(ENABLED), url: 'https://shop.example' })
    const table = desk.table.as(organization)
    const website = await findWebsite(table, 'web_1')
    if (!website) throw new Error('The website is gone.')
    const executed = '2026-05-01T10:00:00.000Z'
    const settings = {
      payoutRequest: { ...website.settings.payoutRequest, automaticReadinessLastExecutedAt: executed },
    }
    await keepWebsite(table, website, { ...website, settings, version: 2 })
    const second = await put({
      name: 'Store',
      settings: { payoutRequest: { automaticReadinessLastExecutedAt: '2020-01-01T00:00:00Z' } },
    })
    expect(second).toMatchObject({ status: 200, headers: { ETag: '"3"' } })
    expect(second.body).toMatchObject({
      name: 'Store',
      url: null,
      createdTime: first.body.createdTime,
      settings: {
        payoutRequest: {
          automaticReadinessEnabled: false,
          pendingPeriodHours: null,
          automaticReadinessLastExecutedAt: executed,
        },
      },
    })
  })

  it('makes its payout requests ripen when automatic readiness is on', async () => {
    const body = { websiteId: 'web_1', customerId: 'cus_1', currency: 'EUR', amount: 1 }
    expect((await ask('payout-requests/create', { body })).body.status).toBe('ready')
    await put(readiness(ENABLED))
    expect((await ask('payout-requests/create', { body })).body.status).toBe('pending')
  })

  it('is another organization’s own affair', async () => {
    await put({ name: 'Shop' })
    const other = desk.as(newOrganization())
    expect((await other('websites/get', { id: 'web_1' })).status).toBe(404)
    expect((await other('websites/put', { id: 'web_1', body: { name: 'Theirs' } })).status).toBe(201)
    expect((await get()).body.name).toBe('Shop')
  })

  it.each(['a b', 'x'.repeat(51), ''])('cannot have the id "%s"', async (id) => {
    expect((await put({ name: 'Shop' }, id)).status).toBe(404)
    expect((await get(id)).status).toBe(404)
  })
})

const AT = 'settings.payoutRequest'
const refused: [what: string, body: unknown, fields: string[]][] = [
  ['no name', {}, ['name']],
  ['an empty name', { name: '' }, ['name']],
  ['a long name', { name: 'x'.repeat(256) }, ['name']],
  ['a url that is none', { name: 'Shop', url: 'shop' }, ['url']],
  [
    'readiness without when',
    readiness({ automaticReadinessEnabled: true }),
    [`${AT}.automaticReadinessTime`, `${AT}.pendingPeriodHours`],
  ],
  ['no hours', readiness({ ...ENABLED, pendingPeriodHours: 0 }), [`${AT}.pendingPeriodHours`]],
  ['more than a year', readiness({ ...ENABLED, pendingPeriodHours: 8761 }), [`${AT}.pendingPeriodHours`]],
  ['half hours', readiness({ ...ENABLED, pendingPeriodHours: 1.5 }), [`${AT}.pendingPeriodHours`]],
  [
    'the 25th hour',
    readiness({ ...ENABLED, automaticReadinessTime: '24:00' }),
    [`${AT}.automaticReadinessTime`],
  ],
  [
    'a date',
    readiness({ ...ENABLED, automaticReadinessTime: '2026-01-01T10:00:00Z' }),
    [`${AT}.automaticReadinessTime`],
  ],
  ['settings that are none', { name: 'Shop', settings: 1 }, ['settings']],
  [
    'all of that at once',
    { url: 1, settings: { payoutRequest: { automaticReadinessEnabled: 'yes', pendingPeriodHours: 'x' } } },
    ['name', `${AT}.automaticReadinessEnabled`, `${AT}.pendingPeriodHours`, 'url'],
  ],
]

it.each(refused)('a website is refused, and nothing kept, for %s', async (_what, body, fields) => {
  const answer = await put(body)
  expect(answer.status).toBe(422)
  expect(fieldsOf(answer)).toEqual(fields)
  expect((await get()).status).toBe(404)
})

it.each(['00:00', '23:59:59', '10:00Z', '10:00:00+02:00'])('takes %s for a time of day', async (time) => {
  const { status, body } = await put(readiness({ ...ENABLED, automaticReadinessTime: time }))
  expect([status, body.settings.payoutRequest.automaticReadinessTime]).toEqual([201, time])
})

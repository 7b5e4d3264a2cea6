import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Ask, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'

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

const LEAST = { gatewayName: 'TestProcessor', method: 'payment-card', acceptedCurrencies: ['EUR', 'JPY'] }
const put = (id: string, body: unknown) => ask('gateway-accounts/put', { id, body })
const get = (id: string) => ask('gateway-accounts/get', { id })

describe('a new account', () => {
  it('has the defaults of the rules where nothing is said', async () => {
    const answer = await put('gw_1', LEAST)
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      id: 'gw_1',
      ...LEAST,
      paymentCardSchemes: [],
      status: 'active',
      isDown: false,
      readyToPayoutInstruction: 'none',
      payoutLimits: null,
      payoutAdapter: { type: 'TestProcessor' },
      payoutConcurrency: 10,
      createdTime: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      updatedTime: answer.body.createdTime,
      _links: [
        {
          rel: 'self',
          href: `https://api.test/v1/organizations/${organization}/gateway-accounts/gw_1`,
        },
      ],
    })
    expect(answer.headers).toMatchObject({ Location: answer.body._links[0].href, ETag: '"1"' })
    expect(await get('gw_1')).toMatchObject({ status: 200, body: answer.body, headers: { ETag: '"1"' } })
  })

  it('keeps everything that is said, and shows no secret', async () => {
    const body = {
      ...LEAST,
      gatewayName: 'Adyen',
      paymentCardSchemes: ['Visa', 'American Express'],
      status: 'pending',
      isDown: true,
      readyToPayoutInstruction: 'covered-payout',
      payoutLimits: {
        maxPerTransaction: [
          { amount: 100.05, currency: 'EUR' },
          { amount: 1000, currency: 'JPY' },
        ],
        minPerTransaction: [{ amount: 0.01, currency: 'EUR' }],
        maxPerPeriod: [{ amount: 5000, currency: 'EUR', period: '24-hours' }],
      },
      payoutConcurrency: 100,
    }
    const adapter = { type: 'webhook', url: 'https://pay.example/out', timeoutSeconds: 30 }
    const secret = 'whsec_0123456789abcdefghij'
    const answer = await put('gw_1', { ...body, payoutAdapter: { ...adapter, secret } })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ ...body, payoutAdapter: adapter })
    for (const shown of [answer, await get('gw_1'), await ask('gateway-accounts/list')])
      expect(shown.text).not.toContain(secret)
  })
})

describe('an account that is there', () => {
  it('is replaced fully: what is left out has its default again', async () => {
    const first = await put('gw_1', { ...LEAST, isDown: true, readyToPayoutInstruction: 'all' })
    const second = await put('gw_1', { ...LEAST, acceptedCurrencies: ['USD'] })
    expect(second).toMatchObject({ status: 200, headers: { ETag: '"2"' } })
    expect(second.body).toMatchObject({
      acceptedCurrencies: ['USD'],
      isDown: false,
      readyToPayoutInstruction: 'none',
      createdTime: first.body.createdTime,
    })
    expect((await get('gw_1')).body).toEqual(second.body)
  })

  it('ignores what only we may say, and what it does not know', async () => {
    await put('gw_1', LEAST)
    const answer = await put('gw_1', {
      ...LEAST,
      id: 'gw_other',
      createdTime: '2001-01-01T00:00:00Z',
      acquirerName: 'Bank',
    })
    expect(answer.status).toBe(200)
    expect(answer.body.id).toBe('gw_1')
    expect(answer.body.createdTime).not.toContain('2001')
    expect(answer.body).not.toHaveProperty('acquirerName')
  })

  it('stays closed for good, and can be put right otherwise', async () => {
    await put('gw_1', { ...LEAST, status: 'closed' })
    const reopened = await put('gw_1', { ...LEAST, status: 'active' })
    expect(reopened).toMatchObject({
      status: 409,
      body: { type: 'urn:payout-desk:problem:gateway-account-closed' },
    })
    expect((await get('gw_1')).body.status).toBe('closed')
    expect((await put('gw_1', { ...LEAST, status: 'closed', payoutConcurrency: 1 })).status).toBe(200)
  })

  it('is another organization’s own affair', async () => {
    const other = desk.as(newOrganization())
    await put('gw_1', LEAST)
    expect((await other('gateway-accounts/get', { id: 'gw_1' })).status).toBe(404)
    expect((await other('gateway-accounts/put', { id: 'gw_1', body: LEAST })).status).toBe(201)
    expect((await other('gateway-accounts/list')).body).toHaveLength(1)
    expect((await get('gw_1')).headers.ETag).toBe('"1"')
  })
})

it.each(['a b', 'x'.repeat(51), 'gw#1', ''])(
  'answers 404 to the id "%s", which nothing can have',
  async (id) => {
    expect((await put(id, LEAST)).status).toBe(404)
    expect((await get(id)).status).toBe(404)
  },
)

it('keeps one of concurrent creations and applies the others to it', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, i) => put('gw_1', { ...LEAST, payoutConcurrency: i + 1 })),
  )
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
  expect((await get('gw_1')).headers.ETag).toBe('"6"')
})

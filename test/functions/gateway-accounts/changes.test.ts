import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GATEWAY_ACCOUNTS_LIMIT } from '../../../shared/domain/gateway-account.ts'
import { gatewayAccounts } from '../../../shared/repository/gateway-accounts.ts'
import { type Ask, fieldsOf, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { account } from '../../harness/world.ts'

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
const patch = (id: string, body: unknown) => ask('gateway-accounts/patch', { id, body })
const get = (id: string) => ask('gateway-accounts/get', { id })

describe('PATCH', () => {
  it('merges: what is not named stays, null has its default again, lists are replaced', async () => {
    await put('gw_1', {
      ...LEAST,
      isDown: true,
      readyToPayoutInstruction: 'all',
      payoutLimits: {
        maxPerTransaction: [{ amount: 10, currency: 'EUR' }],
        minPerTransaction: [{ amount: 1, currency: 'EUR' }],
      },
    })
    const { status, body, headers } = await patch('gw_1', {
      isDown: null,
      payoutLimits: { maxPerTransaction: [{ amount: 20, currency: 'JPY' }] },
    })
    expect(status).toBe(200)
    expect(headers.ETag).toBe('"2"')
    expect(body).toMatchObject({
      ...LEAST,
      isDown: false,
      readyToPayoutInstruction: 'all',
      payoutLimits: {
        maxPerTransaction: [{ amount: 20, currency: 'JPY' }],
        minPerTransaction: [{ amount: 1, currency: 'EUR' }],
        maxPerPeriod: null,
      },
    })
    expect((await get('gw_1')).body).toEqual(body)
  })

  it('keeps the secret of a webhook that is told to wait longer', async () => {
    const secret = 'whsec_0123456789abcdefghij'
    const payoutAdapter = { type: 'webhook', url: 'https://pay.example/out', secret }
    await put('gw_1', { ...LEAST, gatewayName: 'Adyen', payoutAdapter })
    expect((await patch('gw_1', { payoutAdapter: { timeoutSeconds: 20 } })).body.payoutAdapter).toEqual({
      type: 'webhook',
      url: 'https://pay.example/out',
      timeoutSeconds: 20,
    })
    const [kept] = await gatewayAccounts(desk.table.as(organization))
    expect(kept?.payoutAdapter).toMatchObject({ secret, timeoutSeconds: 20 })
  })

  it('is judged by what becomes of the whole', async () => {
    await put('gw_1', {
      ...LEAST,
      paymentCardSchemes: ['Visa'],
      payoutLimits: { maxPerTransaction: [{ amount: 10, currency: 'JPY' }] },
    })
    const answer = await patch('gw_1', {
      gatewayName: 'Adyen',
      method: 'paypal',
      acceptedCurrencies: ['EUR'],
      payoutLimits: { minPerTransaction: [{ amount: 10, currency: 'JPY' }] },
    })
    expect(answer.status).toBe(422)
    expect(fieldsOf(answer)).toEqual([
      'paymentCardSchemes',
      'payoutAdapter.type',
      'payoutLimits.maxPerTransaction.0.currency',
      'payoutLimits.minPerTransaction.0.amount',
      'payoutLimits.minPerTransaction.0.currency',
    ])
    expect((await get('gw_1')).headers.ETag).toBe('"1"')
  })

  it('tells wrong fields before it looks for the account', async () => {
    const answer = await patch('gw_unknown', {
      status: 'open',
      payoutConcurrency: 0,
      payoutAdapter: { url: 'x' },
    })
    expect(answer.status).toBe(422)
    expect(fieldsOf(answer)).toEqual(['payoutAdapter.url', 'payoutConcurrency', 'status'])
    expect((await patch('gw_unknown', { status: 'active' })).status).toBe(404)
  })
})

describe('enable and disable', () => {
  it('switch an account off and on, and answer 201 with it', async () => {
    await put('gw_1', LEAST)
    const off = await ask('gateway-accounts/disable', { id: 'gw_1' })
    expect(off).toMatchObject({ status: 201, body: { status: 'inactive' }, headers: { ETag: '"2"' } })
    const again = await ask('gateway-accounts/disable', { id: 'gw_1' })
    expect(again).toMatchObject({ status: 201, headers: { ETag: '"2"' } })
    const on = await ask('gateway-accounts/enable', { id: 'gw_1' })
    expect(on).toMatchObject({ status: 201, body: { status: 'active' }, headers: { ETag: '"3"' } })
    expect((await get('gw_1')).body).toEqual(on.body)
  })

  it.each(['enable', 'disable'])('leave a closed account closed: %s', async (verb) => {
    await put('gw_1', { ...LEAST, status: 'closed' })
    expect(await ask(`gateway-accounts/${verb}`, { id: 'gw_1' })).toMatchObject({
      status: 409,
      body: { type: 'urn:payout-desk:problem:gateway-account-closed' },
    })
    expect((await get('gw_1')).body.status).toBe('closed')
  })

  it.each(['enable', 'disable', 'get'])('know no account of another organization: %s', async (verb) => {
    await put('gw_1', LEAST)
    const other = desk.as(newOrganization())
    expect((await other(`gateway-accounts/${verb}`, { id: 'gw_1' })).status).toBe(404)
    expect((await get('gw_1')).headers.ETag).toBe('"1"')
  })
})

describe('POST', () => {
  it('gives an id, or takes the caller’s once', async () => {
    const generated = await ask('gateway-accounts/create', { body: LEAST })
    expect(generated.status).toBe(201)
    expect(generated.body.id).toMatch(/^gw_acc_[0-9A-HJKMNP-TV-Z]{26}$/)
    const own = await ask('gateway-accounts/create', { body: { ...LEAST, id: 'gw_1' } })
    expect(own).toMatchObject({ status: 201, body: { id: 'gw_1' } })
    const taken = await ask('gateway-accounts/create', { body: { ...LEAST, id: 'gw_1', isDown: true } })
    expect(taken.status).toBe(422)
    expect(fieldsOf(taken)).toEqual(['id'])
    expect((await get('gw_1')).body.isDown).toBe(false)
  })

  it('makes 200 accounts and no more, however many ask at once', async () => {
    const one = () => ask('gateway-accounts/create', { body: LEAST })
    const answers = []
    for (let i = 0; i < 10; i++) answers.push(...(await Promise.all(Array.from({ length: 21 }, one))))
    const refused = answers.filter(({ status }) => status !== 201)
    expect(refused).toHaveLength(210 - GATEWAY_ACCOUNTS_LIMIT)
    for (const { status, body } of refused) {
      expect(status).toBe(422)
      expect(body.type).toBe('urn:payout-desk:problem:gateway-account-limit')
    }
    expect(await gatewayAccounts(desk.table.as(organization))).toHaveLength(GATEWAY_ACCOUNTS_LIMIT)
    const [kept] = await gatewayAccounts(desk.table.as(organization))
    expect((await put(kept?.id ?? '', LEAST)).status).toBe(200)
  })
})

describe('the list', () => {
  it('filters, sorts and pages, without lag', async () => {
    const bodies = {
      gw_a: { ...LEAST, isDown: true },
      gw_b: { ...LEAST, method: 'paypal', readyToPayoutInstruction: 'all' },
      gw_c: { ...LEAST, method: 'paypal', status: 'inactive' },
      gw_d: LEAST,
    }
    for (const [id, body] of Object.entries(bodies)) await put(id, body)
    const list = async (query: Record<string, string>) => {
      const answer = await ask('gateway-accounts/list', { query })
      expect(answer.status).toBe(200)
      return [answer.body.map(({ id }: { id: string }) => id).join(), answer.headers['Pagination-Total']]
    }
    expect(await list({})).toEqual(['gw_d,gw_c,gw_b,gw_a', '4'])
    expect(await list({ filter: 'method:paypal', sort: 'createdTime' })).toEqual(['gw_b,gw_c', '2'])
    expect(await list({ filter: 'status:!inactive;isDown:false', sort: '-id' })).toEqual(['gw_d,gw_b', '2'])
    expect(await list({ sort: 'id', limit: '2', offset: '1' })).toEqual(['gw_b,gw_c', '4'])
    expect(await list({ limit: '0' })).toEqual(['', '4'])
    expect(await list({ filter: 'id:gw_none' })).toEqual(['', '0'])
  })

  it.each([
    ['filter', 'payoutConcurrency:1'],
    ['sort', 'acquirerName'],
    ['limit', '1001'],
    ['filter', 'isDown:perhaps'],
  ])('refuses %s=%s', async (name, value) => {
    expect((await ask('gateway-accounts/list', { query: { [name]: value } })).status).toBe(400)
  })
})

it('reads as the domain has it what it wrote', async () => {
  const table = desk.table.as(organization)
  const written = account('gw_1', {
    payoutLimits: {
      maxPerTransaction: [{ currency: 'EUR', amountMinor: 999_999_999_999_999n }],
      minPerTransaction: [],
      maxPerPeriod: [{ currency: 'BHD', amountMinor: 1n, since: 1 }],
    },
  })
  const { keepNewGatewayAccount } = await import('../../../shared/repository/gateway-accounts.ts')
  await keepNewGatewayAccount(table, written)
  expect(await gatewayAccounts(table)).toEqual([written])
  expect((await get('gw_1')).body.payoutLimits.maxPerTransaction[0].amount).toBe(9_999_999_999_999.99)
})

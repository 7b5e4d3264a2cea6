import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Ask, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'

let desk: TestDesk
let ask: Ask

beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(() => {
  ask = desk.as(newOrganization())
})
afterEach(() => {
  process.env.ALLOWS_PRIVATE_ADDRESSES = 'false'
})
afterAll(() => desk.stop())

const SAFE = 'https://pay.example/out'
const LOOPBACK = ['http://127.0.0.1:9000/pay', 'http://localhost/pay', 'http://[::1]:9000/pay']
const NEVER_CALLED: [url: string, message: string][] = [
  ['http://10.0.0.1/pay', 'must begin with https://'],
  ['http://localhost.example/pay', 'must begin with https://'],
  ['https://me:word@pay.example/', 'must not contain a user name or password'],
  ['pay.example', 'must be an absolute URL'],
]

const accountPaidAt = (url: string) => ({
  gatewayName: 'Acme Pay',
  method: 'payment-card',
  acceptedCurrencies: ['EUR'],
  payoutAdapter: { type: 'webhook', url, secret: 'x'.repeat(24) },
})
const put = (url: string) => ask('gateway-accounts/put', { id: 'gw_1', body: accountPaidAt(url) })
const refusedUrl = (message = 'must begin with https://') => ({
  status: 422,
  body: { invalidFields: [{ field: 'payoutAdapter.url', message }] },
})

describe('where the stage allows private addresses', () => {
  beforeEach(() => {
    process.env.ALLOWS_PRIVATE_ADDRESSES = 'true'
  })

  it.each(LOOPBACK)('a payment service may be at %s', async (url) => {
    expect(await put(url)).toMatchObject({ status: 201, body: { payoutAdapter: { url } } })
  })

  it.each(NEVER_CALLED)('none may be at %s', async (url, message) => {
    expect(await put(url)).toMatchObject(refusedUrl(message))
  })
})

describe('elsewhere', () => {
  it.each(LOOPBACK)('no payment service may be at %s, however it is sent', async (url) => {
    expect(await put(url)).toMatchObject(refusedUrl())
    expect(await ask('gateway-accounts/create', { body: accountPaidAt(url) })).toMatchObject(refusedUrl())
    expect((await put(SAFE)).status).toBe(201)
    const body = { payoutAdapter: { url } }
    expect(await ask('gateway-accounts/patch', { id: 'gw_1', body })).toMatchObject(refusedUrl())
    expect((await ask('gateway-accounts/get', { id: 'gw_1' })).body.payoutAdapter.url).toBe(SAFE)
  })
})

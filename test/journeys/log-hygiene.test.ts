import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FaultKind } from '../../infra/local/endpoint/faults.ts'
import { type LocalIssuer, signLocalToken, startLocalIssuer } from '../../infra/local/jwks.ts'
import { client, done } from './harness/client.ts'
import { type JourneyOrganization, type OwnDesk, startDesk } from './harness/desk.ts'
import { functionOf } from './harness/faults.ts'
import { ACCOUNT, allocationOf, approvedRequest, CARD, newBatch } from './harness/steps.ts'

let issuer: LocalIssuer
let desk: OwnDesk
let us: JourneyOrganization

/** None of these may ever be read in a log. */
const SECRETS = {
  bin: '40000566',
  pan: '4000056655665556',
  cvv: 'cvv-of-the-card',
  accountNumber: 'DE89370400440532013000',
  referenceData: 'wallet-of-jane-doe-4471',
  webhookSecret: 'whsec_c2VjcmV0LW9mLXRoZS1ob29r',
  idempotencyKey: 'callers-own-secret-8812',
  hookToken: 'token-in-the-url-5512',
}

/** So short that it stands in many an id. */
const LAST4 = '7319'

const card = {
  ...{ ...CARD, bin: SECRETS.bin, last4: LAST4 },
  referenceData: { wallet: SECRETS.referenceData },
}
const hooked = {
  ...{ ...ACCOUNT, gatewayName: 'Hooked' },
  payoutAdapter: { type: 'webhook', url: 'https://pay.example/hook', secret: SECRETS.webhookSecret },
}

/** Nobody is there: every attempt fails. */
const listening = { url: `http://127.0.0.1:9/${SECRETS.hookToken}`, secret: SECRETS.webhookSecret }

beforeAll(async () => {
  issuer = await startLocalIssuer()
  desk = await startDesk({ ...issuer.environment, POWERTOOLS_LOG_LEVEL: 'DEBUG' })
  us = await desk.newOrganization()
})
afterAll(async () => {
  await desk.stop()
  await issuer.stop()
})

it('what functions log has neither credentials nor card data nor reference data, also when they fail', async () => {
  const { call } = us
  const token = await signLocalToken(issuer.signingKey, {
    ...{ organizationId: us.id, userId: 'usr_token', permissions: ['*'] },
    expiresTime: new Date(Date.now() + 3_600_000),
  })
  const expired = await signLocalToken(issuer.signingKey, {
    ...{ organizationId: us.id, userId: 'usr_token', permissions: ['*'] },
    expiresTime: new Date(Date.now() - 3_600_000),
  })
  for (const bearer of [token, expired, `${token}x`])
    await client(us.url, { Authorization: `Bearer ${bearer}` })('GET /payment-instruments')
  await client(us.url, { 'REB-APIKEY': `${us.apiKey}x` })('GET /payment-instruments')

  const headers = { 'Idempotency-Key': SECRETS.idempotencyKey }
  await done(call('PUT /gateway-accounts/gw_1', { body: hooked }))
  await done(call('PUT /webhooks/hook_1', { body: listening }))
  await done(call('PUT /payment-instruments/inst_1', { body: card, headers }))
  await call('PUT /payment-instruments/inst_2', { body: { ...card, pan: SECRETS.pan, cvv: SECRETS.cvv } })
  await call('POST /payout-requests', { body: { accountNumber: SECRETS.accountNumber, customerId: 7 } })
  await call('POST /payout-requests', { body: `{"pan": "${SECRETS.pan}", "cvv": ` })

  for (const kind of ['lost-request', 'throttling', 'throttled-transaction'] as const) await failing(kind)
  const { id } = await newBatch(call)
  await failingRun(id)
  await desk.stack.quiet()

  const text = desk.log.map(({ line }) => line).join('\n')
  const [, , secret = ''] = us.apiKey.split('_')
  expect(text).toContain('The call failed')
  for (const secretText of [
    ...Object.values(SECRETS),
    us.apiKey,
    secret,
    token,
    expired,
    token.split('.')[2],
  ])
    expect(text).not.toContain(secretText)
  expect(text).not.toMatch(new RegExp(`["'\\\\]${LAST4}["'\\\\]`))
})

/** Calls that carry or read what is secret, while nothing of AWS works for their functions. */
async function failing(kind: FaultKind): Promise<void> {
  const { id } = await approvedRequest(us.call)
  const calls: [string, string, object?][] = [
    ['payment-instruments/put', 'PUT /payment-instruments/inst_1', card],
    ['payment-instruments/patch', 'PATCH /payment-instruments/inst_1', { referenceData: card.referenceData }],
    ['payment-instruments/get', 'GET /payment-instruments/inst_1'],
    ['gateway-accounts/put', 'PUT /gateway-accounts/gw_1', hooked],
    ['webhooks/put', 'PUT /webhooks/hook_1', listening],
    ['webhooks/get', 'GET /webhooks/hook_1'],
    ['payout-request-allocations/create', 'POST /payout-request-allocations', allocationOf(id)],
  ]
  await Promise.all(
    calls.map(async ([file, operation, body]) => {
      const fault = desk.stack.faults.inject({ kind, function: functionOf(file) })
      await us.call(operation, body ? { body } : {})
      fault.remove()
    }),
  )
}

async function failingRun(batch: string): Promise<void> {
  const fault = desk.stack.faults.inject({
    kind: 'lost-request',
    function: functionOf('batch-run/begin'),
    times: 4, // all tries of one call: the step fails once
  })
  await done(
    us.call(`POST /payout-request-batches/${batch}/auto-allocate`, { headers: { Prefer: 'wait=20' } }),
  )
  fault.remove()
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { revokeKey } from '../../../infra/admin/keys.ts'
import { type LocalIssuer, signLocalToken, startLocalIssuer } from '../../../infra/local/jwks.ts'
import { type Answer, client, keyHeader } from '../harness/client.ts'
import { type JourneyOrganization, type OwnDesk, startDesk } from '../harness/desk.ts'
import { ASK } from '../harness/steps.ts'
import { changingNothing } from '../harness/table-contents.ts'

let issuer: LocalIssuer
let desk: OwnDesk
let us: JourneyOrganization

beforeAll(async () => {
  issuer = await startLocalIssuer()
  desk = await startDesk(issuer.environment)
  us = await desk.newOrganization()
})
afterAll(async () => {
  await desk.stop()
  await issuer.stop()
})

const ASKING = ['POST /payout-requests', { body: ASK }] as const

async function refused(call: () => Promise<Answer>, status: number, reason: string): Promise<Answer> {
  const answer = await changingNothing({ table: us.table, quiet: desk.stack.quiet }, call)
  const { type, title, detail } = answer.body ?? {}
  expect([answer.status, type], answer.text).toEqual([status, `urn:payout-desk:problem:${reason}`])
  expect([title, detail].every((text) => typeof text === 'string' && text !== '')).toBe(true)
  expect(answer.body.instance).toBe(`urn:uuid:${answer.headers.get('x-amzn-requestid')}`)
  return answer
}

const unauthorized = (headers: Record<string, string>) =>
  refused(() => client(us.url, headers)(...ASKING), 401, 'unauthorized')

describe('an API key', () => {
  it('that is missing, misspelt or of another secret is refused', async () => {
    const [prefix, keyId, secret = ''] = us.apiKey.split('_')
    const others = ['', 'sk_', us.apiKey.slice(0, -1), `${us.apiKey}x`, us.apiKey.toLowerCase()].concat([
      `${prefix}_${keyId}_${secret.split('').toReversed().join('')}`,
      `sk_01K0000000000000000000NONE_${secret}`,
    ])
    for (const key of others) await unauthorized(keyHeader(key))
    await unauthorized({ Authorization: us.apiKey })
    await unauthorized({ Authorization: `Bearer ${us.apiKey}` })
  })

  it('works until it expires', async () => {
    const call = await us.as(['*'], new Date(Date.now() + 1_000).toISOString())
    await expect.poll(async () => (await call('GET /payout-requests')).status).toBe(401)
    await refused(() => call(...ASKING), 401, 'unauthorized')
  })

  it('that is revoked is refused', async () => {
    const they = await desk.newOrganization()
    await revokeKey(they.table, they.apiKey.split('_')[1] ?? '')
    const answer = await they.call('GET /payout-requests')
    expect([answer.status, answer.body.type]).toEqual([401, 'urn:payout-desk:problem:unauthorized'])
  })
})

describe('a token', () => {
  const HOUR = 3_600_000
  const tokenOf = async (
    claims: Partial<Parameters<typeof signLocalToken>[1]> = {},
    key = issuer.signingKey,
  ) =>
    signLocalToken(key, {
      ...{ organizationId: us.id, userId: 'usr_token', permissions: ['*'] },
      ...{ expiresTime: new Date(Date.now() + HOUR), ...claims },
    })
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

  it('works, and what is done with it is its subject’s', async () => {
    const call = client(us.url, bearer(await tokenOf()))
    const request = await call(...ASKING)
    const batch = await call('POST /payout-request-batches', {
      body: { payoutRequestIds: [request.body.id] },
    })
    expect([request.status, batch.status, batch.body.userId]).toEqual([201, 201, 'usr_token'])
  })

  it('that has expired, was altered or was signed by another is refused', async () => {
    const token = await tokenOf()
    const [header, payload = '', signature] = token.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const altered = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 1 })).toString('base64url')
    const other = await startLocalIssuer()
    await other.stop()
    const forged = await tokenOf({}, { ...other.signingKey, kid: String(issuer.signingKey.kid) })
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`

    await unauthorized(bearer(await tokenOf({ expiresTime: new Date(Date.now() - HOUR) })))
    for (const wrong of [`${header}.${altered}.${signature}`, forged, unsigned, 'a.b.c', token.slice(0, -4)])
      await unauthorized(bearer(wrong))
  })

  it('with one permission may do nothing else', async () => {
    const call = client(us.url, bearer(await tokenOf({ permissions: ['GetPayoutRequestCollection'] })))
    expect((await call('GET /payout-requests')).status).toBe(200)
    await refused(() => call(...ASKING), 403, 'forbidden')
  })

  it('of another organization finds nothing here', async () => {
    const call = client(us.url, bearer(await tokenOf({ organizationId: 'org_other' })))
    await refused(() => call(...ASKING), 404, 'not-found')
  })
})

it('a key with one permission may do that and nothing else, and is told what it lacks', async () => {
  const they = await desk.newOrganization()
  const call = await they.as(['PostPayoutRequest'])
  const { body } = await call(...ASKING)
  expect(body.status).toBe('ready')
  for (const [operation, permission] of [
    [`GET /payout-requests/${body.id}`, 'GetPayoutRequest'],
    ['GET /payout-requests', 'GetPayoutRequestCollection'],
    [`PATCH /payout-requests/${body.id}`, 'PatchPayoutRequest'],
    ['POST /payout-request-batches', 'PostPayoutRequestBatch'],
  ] as const) {
    const answer = await refused(() => call(operation), 403, 'forbidden')
    expect(answer.body.detail).toBe(`The credential lacks the permission ${permission}.`)
  }
})

it.each([
  'GET /',
  'GET /payout-request',
  'DELETE /payout-requests/x',
  'PUT /payout-requests',
  'POST /payout-requests/x/unknown',
  'GET /payout-requests/x/y/z',
  'GET /payout-request-batches//auto-allocate',
])('%s, which is no route, is answered 404', async (operation) => {
  await refused(() => us.call(operation, operation.startsWith('GET') ? {} : { body: {} }), 404, 'not-found')
})

it('a trailing slash is the same route', async () => {
  expect((await us.call('POST /payout-requests/', { body: ASK })).status).toBe(201)
  expect((await us.call('GET /payout-requests/')).status).toBe(200)
  await refused(() => us.call('GET /payout-requests/unknown/'), 404, 'not-found')
})

it('checks in the published order, and the first that fails answers', async () => {
  const one = await (await desk.newOrganization()).as(['GetWebsite'])
  const xml = { 'Content-Type': 'application/xml' }
  const unknown = 'PATCH /payout-requests/unknown'
  await refused(() => client(us.url, {})(unknown, { body: '<', headers: xml }), 401, 'unauthorized')
  await refused(() => one(unknown, { body: '<', headers: xml }), 403, 'forbidden')
  await refused(() => us.call(unknown, { body: '<', headers: xml }), 415, 'unsupported-media-type')
  await refused(() => us.call(unknown, { body: '<' }), 400, 'malformed-json')
  await refused(() => us.call(unknown, { body: { status: 'split' } }), 422, 'invalid-fields')
  await refused(() => us.call(unknown, { body: { status: 'ready' } }), 404, 'not-found')
})

it.each([
  ['filter=nonsense:1', 'invalid-filter', 'filter'],
  ['filter=amount:many', 'invalid-filter', 'filter'],
  ['filter=amount:9..1', 'invalid-filter', 'filter'],
  ['filter=status:@list', 'invalid-filter', 'filter'],
  ['sort=nonsense', 'invalid-query', 'sort'],
  ['limit=1001', 'invalid-query', 'limit'],
  ['limit=-1', 'invalid-query', 'limit'],
  ['offset=1001', 'invalid-query', 'offset'],
  ['limit=ten&limit=20', 'invalid-query', 'limit'],
])('a list refuses ?%s and names the part', async (query, reason, part) => {
  const answer = await refused(() => us.call(`GET /payout-requests?${query}`), 400, reason)
  expect(answer.body.invalidFields.map(({ field }: { field: string }) => field)).toEqual([part])
})

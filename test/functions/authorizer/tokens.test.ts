import { OAuth2Server } from 'oauth2-mock-server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Authorizer, effectOf, startAuthorizer } from './asking.ts'

const AUDIENCE = 'payout-desk-test'
const issuer = new OAuth2Server()
const stranger = new OAuth2Server()

let authorizer: Authorizer

beforeAll(async () => {
  for (const algorithm of ['RS256', 'ES256', 'PS256', 'EdDSA']) {
    await issuer.issuer.keys.generate(algorithm, { kid: algorithm })
    await stranger.issuer.keys.generate(algorithm, { kid: algorithm })
  }
  await issuer.start(0, '127.0.0.1')
  await stranger.start(0, '127.0.0.1')
  authorizer = await startAuthorizer({
    JWT_ISSUER: String(issuer.issuer.url),
    JWT_AUDIENCE: AUDIENCE,
    JWKS_URL: `${issuer.issuer.url}/jwks`,
  })
})
afterAll(async () => {
  await Promise.all([issuer.stop(), stranger.stop(), authorizer.table.stop()])
})

type Claims = Record<string, unknown>

const VALID: Claims = {
  aud: AUDIENCE,
  sub: 'auth0|ann',
  organizationId: 'org_token',
  permissions: ['PostPayoutRequest', 'GetPayoutRequest'],
}

/** A token of the issuer; an undefined claim is left out. */
const token = (claims: Claims = {}, { kid = 'RS256', from = issuer, header = {} } = {}): Promise<string> =>
  from.issuer.buildToken({
    kid,
    scopesOrTransform: (head, payload) => {
      Object.assign(head, header)
      Object.assign(payload, VALID, claims)
    },
  })

const ask = (bearer: string, operation: 'GetPayoutRequest' | 'GetWebsite' = 'GetPayoutRequest') =>
  authorizer.ask(operation, { Authorization: `Bearer ${bearer}` })

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const now = () => Math.floor(Date.now() / 1000)

describe('a token', () => {
  it.each(['RS256', 'ES256'])('signed with %s says who calls, of which organization', async (kid) => {
    const answer = await ask(await token({ jti: 'tok-1' }, { kid }))
    expect(effectOf(answer)).toBe('Allow')
    expect(answer.context).toEqual({
      organizationId: 'org_token',
      userId: 'auth0|ann',
      credentialId: 'tok-1',
    })
  })

  it('permits what its permissions say, and nothing when they are no list', async () => {
    expect(effectOf(await ask(await token(), 'GetWebsite'))).toBe('Deny')
    expect(effectOf(await ask(await token({ permissions: ['*'] }), 'GetWebsite'))).toBe('Allow')
    for (const permissions of [undefined, '*', { 0: '*' }, [['*']], [], [null]])
      expect(effectOf(await ask(await token({ permissions }), 'GetWebsite'))).toBe('Deny')
  })

  it('may come in any spelling of the header', async () => {
    const bearer = await token()
    for (const [name, value] of [
      ['authorization', `bearer ${bearer}`],
      ['AUTHORIZATION', `BEARER  ${bearer} `],
    ])
      expect(effectOf(await authorizer.ask('GetPayoutRequest', { [`${name}`]: `${value}` }))).toBe('Allow')
  })

  it('does not excuse an API key that is none', async () => {
    const headers = { 'REB-APIKEY': 'sk_wrong', Authorization: `Bearer ${await token()}` }
    await expect(authorizer.ask('GetPayoutRequest', headers)).rejects.toThrow(new Error('Unauthorized'))
  })

  it.each<[string, Claims]>([
    ['another issuer', { iss: 'https://elsewhere.example' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'someone-else' }],
    ['no audience', { aud: undefined }],
    ['no expiry', { exp: undefined }],
    ['an expiry that is no number', { exp: 'tomorrow' }],
    ['an expiry that has passed', { exp: now() - 1 }],
    ['a beginning that is to come', { nbf: now() + 60 }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject that is no text', { sub: 7 }],
    ['a subject that would end a JSON text', { sub: 'ann","role":"admin' }],
    ['no organization', { organizationId: undefined }],
    ['an organization that is no text', { organizationId: ['org_token'] }],
    ['an organization that is empty', { organizationId: '' }],
    ['an organization that reaches into a key of the table', { organizationId: 'org#REQ' }],
  ])('with %s is refused', async (_, claims) => {
    await expect(ask(await token(claims))).rejects.toThrow(new Error('Unauthorized'))
  })

  it('whose audiences include ours is accepted', async () => {
    expect(effectOf(await ask(await token({ aud: ['other', AUDIENCE] })))).toBe('Allow')
  })

  it('signed with a key of somebody else is refused, also under the name of ours', async () => {
    const forged = await token({ iss: issuer.issuer.url }, { from: stranger })
    await expect(ask(forged)).rejects.toThrow(new Error('Unauthorized'))
  })

  it.each(['PS256', 'EdDSA'])('signed with %s is refused though the issuer has such a key', async (kid) => {
    await expect(ask(await token({}, { kid }))).rejects.toThrow(new Error('Unauthorized'))
  })

  it.each(['none', 'None', 'HS256', ''])('that says its algorithm is %j is refused', async (alg) => {
    const claims = part({ ...VALID, iss: issuer.issuer.url, exp: now() + 60 })
    for (const signature of ['', 'AAAA'])
      await expect(ask(`${part({ alg, kid: 'RS256' })}.${claims}.${signature}`)).rejects.toThrow(
        new Error('Unauthorized'),
      )
  })

  it('changed after it was signed is refused', async () => {
    const [head, , signature] = (await token()).split('.')
    const claims = part({ ...VALID, iss: issuer.issuer.url, exp: now() + 60, permissions: ['*'] })
    await expect(ask(`${head}.${claims}.${signature}`)).rejects.toThrow(new Error('Unauthorized'))
  })

  it('expires by the clock of this service', async () => {
    const bearer = await token({ exp: now() + 3600 })
    expect(effectOf(await ask(bearer))).toBe('Allow')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
    await expect(ask(bearer)).rejects.toThrow(new Error('Unauthorized'))
    vi.useRealTimers()
  })

  it('of a key that the issuer does not have is refused, not an error', async () => {
    await stranger.issuer.keys.generate('ES256', { kid: 'strange' })
    await expect(ask(await token({}, { from: stranger, kid: 'strange' }))).rejects.toThrow(
      new Error('Unauthorized'),
    )
  })
})

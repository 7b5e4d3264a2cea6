import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createOrganization } from '../../../infra/admin/organizations.ts'
import { createToken } from '../../../infra/admin/tokens.ts'
import { type LocalIssuer, startLocalIssuer } from '../../../infra/local/jwks.ts'
import { type Authorizer, effectOf, startAuthorizer } from '../../functions/authorizer/asking.ts'

let issuer: LocalIssuer
let authorizer: Authorizer
let organizationId: string

beforeAll(async () => {
  issuer = await startLocalIssuer()
  authorizer = await startAuthorizer({ ...issuer.environment })
  organizationId = (await createOrganization(authorizer.table.as('any'), 'Acme')).organizationId
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(async () => {
  await issuer.stop()
  await authorizer.table.stop()
})

const tokenFor = (more: object = {}, from: Pick<LocalIssuer, 'signingKey'> = issuer) =>
  createToken(authorizer.table.as('any'), from, {
    organizationId,
    userId: 'usr_ann',
    permissions: ['GetWebsite'],
    ...more,
  })

const ask = (token: string, operation: 'GetWebsite' | 'PutWebsite' = 'GetWebsite') =>
  authorizer.ask(operation, { Authorization: `Bearer ${token}` })

describe('a token of the admin program', () => {
  it('is accepted by the authorizer of the local stack, for what it permits', async () => {
    const { token } = await tokenFor()
    const answer = await ask(token)
    expect(effectOf(answer)).toBe('Allow')
    expect(answer.context).toMatchObject({ organizationId, userId: 'usr_ann' })
    expect(effectOf(await ask(token, 'PutWebsite'))).toBe('Deny')
  })

  it('expires in an hour, or when it was told to', async () => {
    const [hour, minute] = [
      await tokenFor(),
      await tokenFor({ expiresTime: new Date(Date.now() + 60_000).toISOString() }),
    ]
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    await expect(ask(minute.token)).rejects.toThrow('Unauthorized')
    expect(effectOf(await ask(hour.token))).toBe('Allow')
    vi.setSystemTime(Date.now() + 3_600_000)
    await expect(ask(hour.token)).rejects.toThrow('Unauthorized')
  })

  it('of another stack is not accepted', async () => {
    const other = await startLocalIssuer()
    const { token } = await tokenFor({}, other)
    await expect(ask(token)).rejects.toThrow('Unauthorized')
    await other.stop()
  })

  it.each([
    ['There is no organization', { organizationId: 'org_nobody' }],
    ['is no permission', { permissions: ['Everything'] }],
    ['is no user id', { userId: 'a b' }],
    ['in the future', { expiresTime: '2020-01-01T00:00:00Z' }],
  ])('is refused with a sentence: %s', async (sentence, wrong) => {
    await expect(tokenFor(wrong)).rejects.toThrow(sentence)
  })
})

describe('the issuer of the local stack', () => {
  it('shows no private key', async () => {
    const shown = await (await fetch(issuer.environment.JWKS_URL)).text()
    expect(JSON.parse(shown)).toMatchObject({ keys: [{ kty: 'EC', kid: issuer.signingKey.kid }] })
    expect(shown).not.toContain(issuer.signingKey.d)
    expect(Object.keys(JSON.parse(shown).keys[0])).not.toContain('d')
  })

  it('keeps its key with the data, for its owner alone', async () => {
    const dataDirectory = await mkdtemp(`${tmpdir()}/payout-desk-issuer-`)
    const first = await startLocalIssuer({ dataDirectory })
    await first.stop()
    const second = await startLocalIssuer({ dataDirectory })
    await second.stop()
    expect(second.signingKey).toEqual(first.signingKey)
    expect(second.signingKey).not.toEqual(issuer.signingKey)
    expect((await stat(`${dataDirectory}/local-issuer.json`)).mode & 0o077).toBe(0)
    await rm(dataDirectory, { recursive: true })
  })
})

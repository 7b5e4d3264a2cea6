import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { revokeKey } from '../../../infra/admin/keys.ts'
import { apiKeyKey } from '../../../shared/repository/keys.ts'
import { type Authorizer, effectOf, METHOD_ARN, newCaller, startAuthorizer } from './asking.ts'

let authorizer: Authorizer

beforeAll(async () => {
  authorizer = await startAuthorizer()
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => authorizer.table.stop())

const UNAUTHORIZED = new Error('Unauthorized')

describe('an API key', () => {
  it('lets its owner pass, and tells the function who calls', async () => {
    const { headers, organizationId, key } = await newCaller(authorizer.table)
    const answer = await authorizer.ask('GetPayoutRequest', headers)
    expect(answer).toEqual({
      principalId: 'usr_ann',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: METHOD_ARN }],
      },
      context: { organizationId, userId: 'usr_ann', credentialId: key.keyId },
    })
  })

  it.each(['reb-apikey', 'Reb-ApiKey', 'REB-APIKEY'])('is read from the header %s', async (name) => {
    const { key } = await newCaller(authorizer.table)
    expect(effectOf(await authorizer.ask('GetWebsite', { [name]: key.apiKey }))).toBe('Allow')
  })

  it('is needed', async () => {
    await expect(authorizer.ask('GetWebsite', {})).rejects.toThrow(UNAUTHORIZED)
    await expect(authorizer.ask('GetWebsite', null)).rejects.toThrow(UNAUTHORIZED)
    await expect(authorizer.ask('GetWebsite', { 'REB-APIKEY': '' })).rejects.toThrow(UNAUTHORIZED)
  })

  it('is refused with the secret of another', async () => {
    const mine = await newCaller(authorizer.table)
    const theirs = await newCaller(authorizer.table)
    const [, , secret] = theirs.key.apiKey.split(/_(.{26})_/)
    const mixed = `sk_${mine.key.keyId}_${secret}`
    expect(mixed).toHaveLength(mine.key.apiKey.length)
    await expect(authorizer.ask('GetWebsite', { 'REB-APIKEY': mixed })).rejects.toThrow(UNAUTHORIZED)
    expect(effectOf(await authorizer.ask('GetWebsite', theirs.headers))).toBe('Allow')
  })

  it('is refused when nobody has it', async () => {
    const unknown = `sk_${'0'.repeat(26)}_${'A'.repeat(43)}`
    await expect(authorizer.ask('GetWebsite', { 'REB-APIKEY': unknown })).rejects.toThrow(UNAUTHORIZED)
  })

  it('is refused with one character more, less or other', async () => {
    const { key } = await newCaller(authorizer.table)
    const other = key.apiKey.endsWith('A') ? 'B' : 'A'
    for (const wrong of [
      `${key.apiKey}A`,
      key.apiKey.slice(0, -1),
      `${key.apiKey.slice(0, -1)}${other}`,
      `${key.apiKey}\n${key.apiKey}`,
    ])
      await expect(authorizer.ask('GetWebsite', { 'REB-APIKEY': wrong })).rejects.toThrow(UNAUTHORIZED)
  })

  it('is judged alone when a token is sent too', async () => {
    const { headers } = await newCaller(authorizer.table)
    const both = { Authorization: 'Bearer x', ...headers }
    expect(effectOf(await authorizer.ask('GetWebsite', both))).toBe('Allow')
  })

  it('works until the moment it expires, also when it is cached', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2030-01-01T00:00:00Z') })
    const expiresTime = '2030-01-01T00:00:30Z'
    const { headers } = await newCaller(authorizer.table, ['*'], { expiresTime })
    vi.setSystemTime(new Date('2030-01-01T00:00:29.999Z'))
    expect(effectOf(await authorizer.ask('GetWebsite', headers))).toBe('Allow')
    vi.setSystemTime(new Date('2030-01-01T00:00:30Z'))
    await expect(authorizer.ask('GetWebsite', headers)).rejects.toThrow(UNAUTHORIZED)
  })

  it('dies within 60 s of being revoked', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2030-01-01T00:00:00Z') })
    const { headers, key } = await newCaller(authorizer.table)
    await authorizer.ask('GetWebsite', headers)
    await revokeKey(authorizer.table.as('any'), key.keyId)
    vi.setSystemTime(new Date('2030-01-01T00:00:59.999Z'))
    expect(effectOf(await authorizer.ask('GetWebsite', headers))).toBe('Allow') // the cache is used at all
    vi.setSystemTime(new Date('2030-01-01T00:01:00Z'))
    await expect(authorizer.ask('GetWebsite', headers)).rejects.toThrow(UNAUTHORIZED)
  })

  it('never works when it was revoked before its first use', async () => {
    const { headers, key } = await newCaller(authorizer.table)
    await revokeKey(authorizer.table.as('any'), key.keyId)
    await expect(authorizer.ask('GetWebsite', headers)).rejects.toThrow(UNAUTHORIZED)
  })

  it('that is stored broken is a fault and lets nobody pass', async () => {
    const { headers, key } = await newCaller(authorizer.table)
    const { client, name } = authorizer.table.as('any')
    await client.send(
      new UpdateCommand({
        TableName: name,
        Key: apiKeyKey(key.keyId),
        UpdateExpression: 'REMOVE organizationId',
      }),
    )
    await expect(authorizer.ask('GetWebsite', headers)).rejects.toThrow('organizationId')
  })
})

import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { rateKey } from '../../../shared/repository/keys.ts'
import { type Authorizer, effectOf, newCaller, startAuthorizer } from './asking.ts'

let authorizer: Authorizer

beforeAll(async () => {
  authorizer = await startAuthorizer({ RATE_LIMIT: '3', RATE_WINDOW_SECONDS: '600' })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})
afterAll(() => authorizer.table.stop())

/** 2030-01-01T00:00:00Z begins a window of 600 s. */
const WINDOW_START = 1_893_456_000

const at = (seconds: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: new Date((WINDOW_START + seconds) * 1000) })

const post = async (headers: Record<string, string>) => {
  const answer = await authorizer.ask('PostPayoutRequest', headers)
  expect(effectOf(answer)).toBe('Allow') // being over the limit is never a deny: 429 is the function's to say
  const { rateLimit, rateRemaining, rateReset, rateExceeded } = answer.context ?? {}
  return { rateLimit, rateRemaining, rateReset, rateExceeded }
}

describe('the rate limit', () => {
  it('is told with every call that is counted, and when it is exceeded', async () => {
    at(10)
    const { headers } = await newCaller(authorizer.table)
    const told = [await post(headers), await post(headers), await post(headers), await post(headers)]
    expect(told).toEqual(
      [
        ['2', 'false'],
        ['1', 'false'],
        ['0', 'false'],
        ['0', 'true'],
      ].map(([rateRemaining, rateExceeded]) => ({
        rateLimit: '3',
        rateRemaining,
        rateReset: String(WINDOW_START + 600),
        rateExceeded,
      })),
    )
  })

  it('begins anew with the next window', async () => {
    at(599)
    const { headers } = await newCaller(authorizer.table)
    for (let i = 0; i < 4; i++) await post(headers)
    at(600)
    expect(await post(headers)).toEqual({
      rateLimit: '3',
      rateRemaining: '2',
      rateReset: String(WINDOW_START + 1200),
      rateExceeded: 'false',
    })
  })

  it('is counted for the organization, whichever credential calls', async () => {
    at(0)
    const one = await newCaller(authorizer.table)
    const another = await newCaller(authorizer.table)
    await post(one.headers)
    expect((await post(another.headers)).rateRemaining).toBe('2')
    expect((await post(one.headers)).rateRemaining).toBe('1')
  })

  it('loses no call of many at once', async () => {
    at(0)
    const { headers } = await newCaller(authorizer.table)
    const told = await Promise.all(Array.from({ length: 10 }, () => post(headers)))
    expect(told.filter(({ rateExceeded }) => rateExceeded === 'false')).toHaveLength(3)
  })

  it('neither counts a GET nor a call that is not allowed', async () => {
    at(0)
    const { headers } = await newCaller(authorizer.table, ['GetPayoutRequest', 'PatchPayoutRequest'])
    const read = await authorizer.ask('GetPayoutRequest', headers)
    expect(Object.keys(read.context ?? {}).sort()).toEqual(['credentialId', 'organizationId', 'userId'])
    expect(effectOf(await authorizer.ask('PostPayoutRequest', headers))).toBe('Deny')
    const patched = await authorizer.ask('PatchPayoutRequest', headers)
    expect(patched.context?.['rateRemaining']).toBe('2')
  })

  it('is shown by GET of a batch, which is not counted and never over it', async () => {
    at(0)
    const { headers } = await newCaller(authorizer.table)
    const shown = async () => {
      const { rateRemaining, rateExceeded } =
        (await authorizer.ask('GetPayoutRequestBatch', headers)).context ?? {}
      return [rateRemaining, rateExceeded]
    }
    expect(await shown()).toEqual(['3', 'false'])
    for (let i = 0; i < 5; i++) await post(headers)
    expect(await shown()).toEqual(['0', 'false'])
  })

  it('keeps its count for an hour after the window', async () => {
    at(0)
    const { headers, organizationId } = await newCaller(authorizer.table)
    await post(headers)
    const { client, name } = authorizer.table.as(organizationId)
    const { Item } = await client.send(
      new GetCommand({ TableName: name, Key: rateKey(organizationId, WINDOW_START) }),
    )
    expect(Item).toMatchObject({ type: 'rate', calls: 1, expiresAt: WINDOW_START + 600 + 3600 })
  })

  it('lets the call pass unlimited when it cannot be counted', async () => {
    at(0)
    const { headers } = await newCaller(authorizer.table)
    await post(headers) // now the key is in the cache
    vi.stubEnv('TABLE_NAME', 'no-such-table')
    expect(await post(headers)).toEqual({})
  })
})

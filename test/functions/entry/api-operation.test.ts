import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { ok } from '../../../functions/entry/answers.ts'
import { apiOperation } from '../../../functions/entry/api-operation.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { stale } from '../../../shared/repository/write.ts'
import { type ApiRequest, call } from '../../harness/api.ts'

beforeAll(() => {
  Object.assign(process.env, { TABLE_NAME: 'none', PUBLIC_BASE_URL: '', AWS_REGION: 'eu-west-1' })
})
afterAll(() => {
  process.env.PUBLIC_BASE_URL = ''
})

const Body = z.object({ name: z.string(), size: z.number().optional() })

const echo = apiOperation({
  operationId: 'PostPayoutRequest',
  body: Body,
  answers: { 200: z.object({ name: z.string(), self: z.string() }) },
  perform: ({ body, linkTo }) => Promise.resolve(ok({ name: body.name, self: linkTo('self', '/x').href }, 3)),
})

const send = (request: Partial<ApiRequest>, handler: Parameters<typeof call>[0] = echo) =>
  call(handler, { organization: 'org_a', body: { name: 'n' }, ...request })

const failing = (perform: () => never) =>
  apiOperation({ operationId: 'PostPayoutRequest', answers: { 200: z.object({}) }, perform })

describe('a body', () => {
  it.each([
    ['that is not JSON', { rawBody: '{"name":' }, 400, 'malformed-json'],
    ['of another media type', { headers: { 'Content-Type': 'text/xml' } }, 415, 'unsupported-media-type'],
    [
      'of a form with content',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported-media-type',
    ],
    ['that is too large', { rawBody: JSON.stringify({ name: 'x'.repeat(1_000_001) }) }, 413, 'too-large'],
    ['that is an array', { body: [] }, 422, 'invalid-fields'],
    ['without a required member', { body: {} }, 422, 'invalid-fields'],
    ['that is absent', { body: undefined }, 422, 'invalid-fields'],
    [
      'that is blank',
      { rawBody: ' ', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported-media-type',
    ],
  ])('%s is refused', async (_, request, status, reason) => {
    const answer = await send(request)
    expect([answer.status, answer.body.type]).toEqual([status, `urn:payout-desk:problem:${reason}`])
    expect(answer.body.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/)
  })

  it('may have charset, a JSON suffix and unknown members', async () => {
    for (const type of [
      'application/json; charset=utf-8',
      'application/merge-patch+json',
      'APPLICATION/JSON',
    ])
      expect((await send({ body: { name: 'n', more: 1 }, headers: { 'Content-Type': type } })).status).toBe(
        200,
      )
  })

  it('with card or account numbers is refused, wherever they stand, beside all else that is wrong', async () => {
    const { status, body, text } = await send({ body: { pan: '4111111111111111', deep: [{ cvv: '123' }] } })
    expect(status).toBe(422)
    expect(body.invalidFields.map(({ field }: { field: string }) => field)).toEqual([
      'pan',
      'deep.0.cvv',
      'name',
    ])
    expect(text).not.toContain('4111')
  })

  it('with half a character is refused, wherever it stands', async () => {
    const { body } = await send({
      rawBody: String.raw`{"name":"\ud800","deep":[{"\udc00x":"\ud83d\udcb0"}]}`,
    })
    expect(body.invalidFields.map(({ field }: { field: string }) => field)).toEqual([
      'name',
      'deep.0.\ufffdx',
    ])
  })

  it('with a number that has more digits than a double is refused where it counts', async () => {
    const { body } = await send({ rawBody: '{"name":"n","size":0.12345678901234567}' })
    expect(body.invalidFields).toEqual([expect.objectContaining({ field: 'size' })])
  })

  it('that is such a number, or has one for an object, is no object', async () => {
    const settings = apiOperation({
      operationId: 'PatchOrganization',
      body: z.object({ settings: z.object({ policy: z.string().optional() }).optional() }),
      answers: { 200: z.object({}) },
      perform: () => Promise.resolve(ok({}, 1)),
    })
    for (const rawBody of ['12345678901234567890', '{"settings":12345678901234567890}'])
      expect((await send({ rawBody }, settings)).status, rawBody).toBe(422)
  })

  it('of a GET is not looked at', async () => {
    const look = apiOperation({
      operationId: 'GetPayoutRequest',
      answers: { 200: z.object({}) },
      perform: () => Promise.resolve(ok({}, 1)),
    })
    const headers = { 'Content-Type': 'text/plain' }
    expect((await send({ method: 'GET', rawBody: '{', headers }, look)).status).toBe(200)
  })
})

it('answers 404 when the path names another organization than the credential', async () => {
  const { status, body } = await send({ pathOrganization: 'org_b' })
  expect([status, body.type]).toEqual([404, 'urn:payout-desk:problem:not-found'])
})

it('answers 429 before it looks at anything else, with exactly the published body', async () => {
  const reset = Math.floor(Date.now() / 1000) + 100
  const { status, body, text, headers } = await send({
    rawBody: '{',
    pathOrganization: 'org_b',
    authorizer: { rateExceeded: 'true', rateReset: String(reset), rateLimit: '3', rateRemaining: '0' },
  })
  expect(status).toBe(429)
  expect(text).toBe(
    `{"type":"about:blank","title":"Rate Limit Exceeded","status":429,"detail":"A request cannot be executed because the user has sent too many requests within a certain period of time","instance":"${body.instance}"}`,
  )
  expect(headers['X-RateLimit-Retry-After']).toBe(String(reset))
  expect(Number(headers['Retry-After'])).toBeGreaterThan(90)
})

it('shows what is left of the rate on a success', async () => {
  const { headers } = await send({
    authorizer: { rateLimit: '3000', rateRemaining: '2999', rateExceeded: 'false' },
  })
  expect(headers).toMatchObject({ 'X-RateLimit-Limit': 3000, 'X-RateLimit-Remaining': 2999, ETag: '"3"' })
})

it('makes links from the stage’s public URL, else from the host and prefix called', async () => {
  expect((await send({})).body.self).toBe('https://api.test/v1/organizations/org_a/x')
  process.env.PUBLIC_BASE_URL = 'https://pay.example.com/'
  expect((await send({})).body.self).toBe('https://pay.example.com/organizations/org_a/x')
})

it('shows nothing of a fault but the request id', async () => {
  const answer = await send(
    {},
    failing(() => {
      throw new Error('secret inside')
    }),
  )
  expect(answer.status).toBe(500)
  expect(answer.body.type).toBe('urn:payout-desk:problem:internal')
  expect(answer.text).not.toContain('secret')
  expect(answer.body.detail).toContain(answer.body.instance.replace('urn:uuid:', ''))
})

it('never answers what its schema does not have', async () => {
  const answer = await send(
    {},
    apiOperation({
      operationId: 'PostPayoutRequest',
      answers: { 200: z.object({ id: z.string() }) },
      perform: () => Promise.resolve(ok({ id: 7 })),
    }),
  )
  expect(answer.status).toBe(500)
})

it('begins again when what it read is stale, and says 503 with Retry-After when that does not end', async () => {
  let tries = 0
  const third = apiOperation({
    operationId: 'PostPayoutRequest',
    answers: { 200: z.object({ tries: z.number() }) },
    perform: () => {
      tries += 1
      if (tries < 3) throw stale()
      return Promise.resolve(ok({ tries }))
    },
  })
  expect((await send({}, third)).body).toEqual({ tries: 3 })
  const never = await send(
    {},
    failing(() => {
      throw stale()
    }),
  )
  expect([never.status, never.body.type, never.headers['Retry-After']]).toEqual([
    503,
    'urn:payout-desk:problem:busy',
    '1',
  ])
})

it('passes a refusal’s members on', async () => {
  const answer = await send(
    {},
    failing(() => {
      throw new Refusal('blocked', { detail: 'd', members: { more: 1 } })
    }),
  )
  expect(answer.body).toMatchObject({ status: 409, title: 'Payout request is blocked', detail: 'd', more: 1 })
})

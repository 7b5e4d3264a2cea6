import { expect, it } from 'vitest'
import * as z from 'zod'
import { openApiDocument } from '../../../infra/openapi/document.ts'
import type { FuzzCall } from './calls.ts'
import { readDocument } from './described-api.ts'
import { documentChecks } from './document-checks.ts'
import { wrongWith } from './judge.ts'
import type { FuzzAnswer } from './sending.ts'

const api = await openApiDocument()
const { operations } = readDocument(api)
const checks = documentChecks(api)

const callOf = (id: string, fields: Partial<FuzzCall> = {}): FuzzCall => {
  const operation = operations.find((one) => one.id === id)
  if (!operation) throw new Error(`There is no ${id}.`)
  return {
    operation,
    ids: { id: 'some' },
    query: [],
    headers: {},
    body: undefined,
    credential: 'ours',
    ending: '',
    mutations: [],
    ...fields,
  }
}

const JSON_TYPE = { 'Content-Type': 'application/json' }

const answerOf = (status: number, body: unknown, headers: Record<string, string> = {}): FuzzAnswer => ({
  status,
  headers: new Headers({ ...JSON_TYPE, ...headers }),
  text: JSON.stringify(body),
})

const problem = (reason: string, status: number) => ({
  type: `urn:payout-desk:problem:${reason}`,
  title: 'A problem',
  status,
  detail: 'It is one.',
})

const { value } = api.components.examples['Website'] ?? {}
const WEBSITE = z.record(z.string(), z.unknown()).parse(value)

const get = callOf('GetWebsite')
const put = callOf('PutWebsite', { body: '{"name":"Some"}' })
const add = callOf('PostPayoutRequestsToBatch', { body: '{"payoutRequestIds":["x"]}' })
const remove = callOf('DeletePayoutRequestBatch')
const shown = (headers: Record<string, string> = { ETag: '"1"' }, body: object = WEBSITE) =>
  answerOf(200, body, headers)

it('finds nothing wrong with what the document promises', () => {
  expect(wrongWith(get, shown(), checks)).toEqual([])
  expect(wrongWith(get, answerOf(404, problem('not-found', 404)), checks)).toEqual([])
})

it.each<[wrong: string, call: FuzzCall, answer: FuzzAnswer]>([
  ['500', get, answerOf(500, problem('internal', 500))],
  ['503', get, answerOf(503, problem('busy', 503), { 'Retry-After': '1' })],
  ['the document has no 418', get, answerOf(418, {})],
  ['no ETag on 200', get, shown({})],
  ['ETag: 1', get, shown({ ETag: '1' })],
  ['the document has no Location on 200', get, shown({ ETag: '"1"', Location: '/organizations/org_1/a/b' })],
  ['/name must be string', get, shown({ ETag: '"1"' }, { ...WEBSITE, name: 1 })],
  [
    '/createdTime must match format "date-time"',
    get,
    shown({ ETag: '"1"' }, { ...WEBSITE, createdTime: 'now' }),
  ],
  ['200 as text/csv', get, shown({ ETag: '"1"', 'Content-Type': 'text/csv' })],
  ['/type must be equal to one of the allowed values', get, answerOf(404, problem('blocked', 404))],
  ['a problem of the status 400 under 404', get, answerOf(404, problem('not-found', 400))],
  ['401 without WWW-Authenticate', get, answerOf(401, problem('unauthorized', 401))],
  ['batch-is-changing without Retry-After', add, answerOf(409, problem('batch-is-changing', 409))],
  ['204 with a body', remove, answerOf(204, {})],
  ['404 instead of 401', { ...get, expects: 401 }, answerOf(404, problem('not-found', 404))],
  ['200 for what the document does not allow', { ...put, body: '{"name":""}' }, shown()],
  ['200 for what the document does not allow', { ...put, headers: { 'Idempotency-Key': '' } }, shown()],
  ['200 for what the document does not allow', { ...get, ids: { id: 'a b' } }, shown()],
  ['done once more', { ...put, isRepeated: true }, shown()],
])('finds %s', (wrong, call, answer) => {
  expect(wrongWith(call, answer, checks)).toContain(wrong)
})

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { ApiAnswer } from '../../harness/api.ts'
import { type Ask, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { kept } from './kept.ts'
import { prepare, READ_OPERATIONS, showOne, WRITES } from './writes.ts'

let desk: TestDesk
let organization: string
let ask: Ask

beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(async () => {
  organization = newOrganization()
  ask = desk.as(organization)
  await prepare(ask)
})
afterAll(() => desk.stop())

const all = () => kept(desk.table.as(organization))
const etag = ({ headers }: ApiAnswer) => String(headers.ETag)
const CHANGED = { status: 412, body: { type: 'urn:payout-desk:problem:changed-meanwhile' } }
const changes = WRITES.filter(({ isThere }) => isThere)

it.each(READ_OPERATIONS)('%s answers with an ETag', async (operation) => {
  const answer = await showOne(operation, ask, organization)
  expect(answer.status).toBe(200)
  expect(etag(answer)).toMatch(/^"\d+"$/)
})

it.each(changes)('changes nothing for a stale If-Match: $title', async ({ call, show }) => {
  const before = await all()
  const headers = { 'Idempotency-Key': 'not used up' }
  for (const tag of ['"99"', 'W/"98", "99"', 'nonsense'])
    expect(await call(ask, organization, { ...headers, 'If-Match': tag })).toMatchObject(CHANGED)
  expect(await all()).toEqual(before)

  const seen = etag(await show(ask, organization))
  const changed = await call(ask, organization, { ...headers, 'If-Match': `"99", ${seen}` })
  expect([200, 201]).toContain(changed.status)
  expect(etag(changed)).not.toBe(seen)
  const after = await all()
  expect(await call(ask, organization, { 'If-Match': seen })).toMatchObject(CHANGED)
  expect(await all()).toEqual(after)
})

it.each(changes)('lets one of five who saw the same change it: $title', async ({ call, show }) => {
  const seen = etag(await show(ask, organization))
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => call(ask, organization, { 'If-Match': seen })),
  )
  expect(answers.filter(({ status }) => status === 412)).toHaveLength(4)
  const changed = answers.find(({ status }) => status !== 412)
  const shown = await show(ask, organization)
  expect([shown.body, etag(shown)]).toEqual([changed?.body, changed && etag(changed)])
})

it.each(changes)('gives five copies of one call one answer, If-Match or not: $title', async (write) => {
  const seen = etag(await write.show(ask, organization))
  const headers = { 'If-Match': seen, 'Idempotency-Key': 'one call' }
  const answers = await Promise.all(Array.from({ length: 5 }, () => write.call(ask, organization, headers)))
  expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([])
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(await write.call(ask, organization, headers)).toMatchObject({ text: answers[0]?.text })
})

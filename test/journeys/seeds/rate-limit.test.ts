import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OwnDesk, startDesk } from '../harness/desk.ts'
import { SEEDS, TOO_MANY_REQUESTS } from './documents.ts'
import { expectProblem } from './judging.ts'

const LIMIT = 3
/** So long that no window ends during a test: the next one does in 2033. */
const WINDOW_SECONDS = 1_000_000_000

let desk: OwnDesk

beforeAll(async () => {
  desk = await startDesk({ RATE_LIMIT: String(LIMIT), RATE_WINDOW_SECONDS: String(WINDOW_SECONDS) })
})
afterAll(() => desk.stop())

it.each(Object.entries(SEEDS))(
  '%s answers 429 over the limit, before it looks at anything',
  async (_, seed) => {
    const us = await desk.newOrganization()
    const operation = seed.operation.replace('{id}', 'unknown')
    for (let calls = 1; calls <= LIMIT; calls++)
      expect([404, 422]).toContain((await us.call(operation, { body: {} })).status)

    for (const body of [{}, '{"malformed', undefined]) {
      const answer = await us.call(operation, { body })
      expectProblem(answer, 429)
      expect(answer.body).toEqual({ ...TOO_MANY_REQUESTS, instance: expect.any(String) })
      expect(answer.headers.get('x-ratelimit-retry-after')).toBe('2000000000')
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
  },
)

it('counts calls of the whole organization that may change something, and tells how many are left', async () => {
  const us = await desk.newOrganization()
  const other = await us.as(['PutWebsite'])
  const body = { name: 'Website' }
  const left = async (answer: ReturnType<typeof us.call>) =>
    (await answer).headers.get('x-ratelimit-remaining')

  expect(await left(us.call('PUT /websites/web_1', { body }))).toBe('2')
  for (let calls = 1; calls <= 5; calls++) expect((await us.call('GET /websites/web_1')).status).toBe(200)
  expect(await left(other('PUT /websites/web_1', { body }))).toBe('1')
  expect(await left(us.call('PUT /websites/web_1', { body }))).toBe('0')

  expectProblem(await other('PUT /websites/web_1', { body }), 429)
  expectProblem(await us.call('PUT /websites/web_1', { body }), 429)
  expect((await us.call('GET /websites/web_1')).status).toBe(200)
})

it('counts each organization for itself', async () => {
  const [us, them] = [await desk.newOrganization(), await desk.newOrganization()]
  for (let calls = 0; calls <= LIMIT; calls++)
    await us.call('PUT /websites/web_1', { body: { name: 'Ours' } })
  expect((await us.call('PUT /websites/web_1', { body: { name: 'Ours' } })).status).toBe(429)
  expect((await them.call('PUT /websites/web_1', { body: { name: 'Theirs' } })).status).toBe(201)
})

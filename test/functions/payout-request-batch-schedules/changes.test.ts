import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { SCHEDULES_LIMIT } from '../../../shared/domain/schedule.ts'
import { scheduleCountKey } from '../../../shared/repository/schedule-keys.ts'
import { commit } from '../../../shared/repository/write.ts'
import { type Ask, fieldsOf, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'

let desk: TestDesk
let organization: string
let ask: Ask
beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(() => {
  organization = newOrganization()
  ask = desk.as(organization)
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(new Date('2026-03-01T00:00:00.000Z'))
})
afterEach(() => vi.useRealTimers())
afterAll(() => desk.stop())

const BODY = {
  name: 'Working days',
  expression: 'cron(0 6 ? * MON-FRI *)',
  timeZone: 'Europe/Berlin',
  filter: 'status:approved;currency:EUR',
}
const create = (more: object = {}, request: object = {}) =>
  ask('payout-request-batch-schedules/create', { body: { ...BODY, ...more }, ...request })
const patch = (id: string, body: object, request: object = {}) =>
  ask('payout-request-batch-schedules/patch', { id, body, method: 'PATCH', ...request })
const get = (id: string) => ask('payout-request-batch-schedules/get', { id, method: 'GET' })
const remove = (id: string, request: object = {}) =>
  ask('payout-request-batch-schedules/delete', { id, method: 'DELETE', ...request })
const list = (query = {}) => ask('payout-request-batch-schedules/list', { method: 'GET', query })
const runs = (id: string) => ask('payout-request-batch-schedules/runs', { id, method: 'GET' })

describe('a new schedule', () => {
  it('is shown as it was asked for, with what was left out and its next time', async () => {
    const { status, body, headers } = await create({ description: 'Daily', maxBatches: 3 })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      ...BODY,
      id: expect.stringMatching(/^preq_sched_[0-9A-Z]{26}$/),
      userId: 'usr_test',
      status: 'active',
      nextTime: '2026-03-02T05:00:00.000Z',
      description: 'Daily',
      allocationOrder: null,
      autoAllocate: true,
      approve: false,
      maxBatches: 3,
    })
    expect(headers).toMatchObject({ ETag: '"1"', Location: expect.stringContaining(body.id) })
    expect((await get(body.id)).body).toEqual(body)
    expect(await runs(body.id)).toMatchObject({ status: 200, body: [] })
  })

  it('has ten batches at most, and UTC, when nothing is said', async () => {
    const { body } = await create({ timeZone: null, maxBatches: null })
    expect(body).toMatchObject({ timeZone: 'UTC', maxBatches: 10, nextTime: '2026-03-02T06:00:00.000Z' })
  })

  it.each([
    [{ filter: '' }, 'filter-empty'],
    [{ filter: 'batchId:preq_batch_1;batchId:!null' }, 'filter-empty'],
    [{ filter: 'colour:red' }, 'invalid-filter'],
  ])('never selects everything: %j', async (more, reason) => {
    const { status, body } = await create(more)
    expect([status, body.type]).toEqual([400, `urn:payout-desk:problem:${reason}`])
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ expression: 'every day' }, 'expression'],
    [{ expression: 'cron(0 6 * * * *)' }, 'expression'],
    [{ expression: 'cron(61 6 * * ? *)' }, 'expression'],
    [{ expression: 'cron(0 0 31 2 ? *)' }, 'expression'],
    [{ expression: 'cron(0 0 1 1 ? 2026)' }, 'expression'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ timeZone: '+02:00' }, 'timeZone'],
    [{ filter: 7 }, 'filter'],
    [{ description: 'x'.repeat(241) }, 'description'],
    [{ maxBatches: 21 }, 'maxBatches'],
    [{ maxBatches: 0 }, 'maxBatches'],
    [{ status: 'stopped' }, 'status'],
    [{ allocationOrder: ['paypal', 'cash'] }, 'allocationOrder'],
  ])('is refused with %j', async (more, field) => {
    const answer = await create(more)
    expect(answer.status).toBe(422)
    expect(new Set(fieldsOf(answer).map((one) => one.split('.')[0]))).toEqual(new Set([field]))
  })

  it('is the same when the call comes again with its key, and one of at most a hundred', async () => {
    const headers = { 'Idempotency-Key': 'k1' }
    const [first, again] = [await create({}, { headers }), await create({}, { headers })]
    expect(again.body).toEqual(first.body)
    expect((await list()).body).toHaveLength(1)
    const full = { update: { set: [['schedules', SCHEDULES_LIMIT] as const] } }
    await commit(desk.table.as(organization), [{ key: scheduleCountKey(organization), ...full }])
    expect(await create()).toMatchObject({ status: 422, body: { title: 'Too many schedules' } })
    expect((await remove(first.body.id)).status).toBe(204)
    expect((await create()).status).toBe(201)
  })
})

describe('changing one', () => {
  it('merges, shows a new version, and refuses a stale one', async () => {
    const { body: before } = await create({ description: 'Daily' })
    vi.setSystemTime(new Date('2026-03-01T12:00:00.000Z'))
    const { status, body, headers } = await patch(before.id, { description: null, filter: 'currency:JPY' })
    const after = { ...before, description: null, filter: 'currency:JPY' }
    expect([status, headers.ETag]).toEqual([200, '"2"'])
    expect(body).toEqual({ ...after, updatedTime: '2026-03-01T12:00:00.000Z' })
    expect((await get(before.id)).body).toEqual(body)
    const stale = { headers: { 'If-Match': '"1"' } }
    expect((await patch(before.id, { name: 'Late' }, stale)).status).toBe(412)
    expect((await remove(before.id, stale)).status).toBe(412)
  })

  it('pauses and resumes it', async () => {
    const { id } = (await create()).body
    expect((await patch(id, { status: 'paused' })).body).toMatchObject({ status: 'paused', nextTime: null })
    vi.setSystemTime(new Date('2026-03-04T12:00:00.000Z'))
    expect((await patch(id, { status: 'active' })).body.nextTime).toBe('2026-03-05T05:00:00.000Z')
  })

  it('judges what comes of it as a new one, but for a time that is over and stays so', async () => {
    const { id } = (await create({ expression: 'cron(0 0 2 3 ? 2026)' })).body
    expect((await patch(id, { filter: 'batchId:preq_batch_1' })).status).toBe(400)
    expect(fieldsOf(await patch(id, { expression: 'cron(0 6 * * ? 2020)' }))).toEqual(['expression'])
    expect(fieldsOf(await patch(id, { name: null }))).toEqual(['name'])
    vi.setSystemTime(new Date('2026-04-01T00:00:00.000Z'))
    expect((await patch(id, { name: 'Over' })).status).toBe(200)
    expect((await patch(id, { status: 'paused' })).status).toBe(200)
    expect(fieldsOf(await patch(id, { status: 'active' }))).toEqual(['expression'])
  })
})

it('of one that is unknown, deleted or another organization’s nothing is told', async () => {
  const { id } = (await create()).body
  const { id: deleted } = (await create()).body
  await remove(deleted)
  ask = desk.as(newOrganization())
  const foreign = [await get(id), await patch(id, { name: 'Ours' }), await remove(id), await runs(id)]
  ask = desk.as(organization)
  const unknown = ['preq_sched_nobody', deleted, 'not an id', '__proto__']
  const answers = await Promise.all(
    unknown.flatMap((one) => [get(one), patch(one, {}), remove(one), runs(one)]),
  )
  for (const { status, body } of [...foreign, ...answers])
    expect([status, body.type]).toEqual([404, 'urn:payout-desk:problem:not-found'])
  expect((await list()).body).toMatchObject([{ id }])
})

it('lists them newest first, filtered and sorted', async () => {
  const created: string[] = []
  for (const [i, name] of ['One', 'Two', 'Three'].entries()) {
    vi.setSystemTime(new Date(`2026-03-01T0${i}:00:00.000Z`))
    created.push((await create({ name, status: i === 1 ? 'paused' : 'active' })).body.id)
  }
  const ids = async (query = {}) => (await list(query)).body.map(({ id }: { id: string }) => id)
  expect(await ids()).toEqual(created.toReversed())
  expect(await ids({ filter: 'status:paused' })).toEqual([created[1]])
  expect(await ids({ sort: 'name', limit: '2' })).toEqual([created[0], created[2]])
  expect((await list({ filter: 'colour:red' })).status).toBe(400)
})

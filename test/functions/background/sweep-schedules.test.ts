import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { lookAfterSchedule } from '../../../functions/background/looking-after-schedules.ts'
import { dueWork } from '../../../shared/repository/open-work.ts'
import { scheduleKey } from '../../../shared/repository/schedule-keys.ts'
import { crashAt } from '../../harness/crash.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { type Asking, askingOn } from '../batch-requests/asking.ts'

/** The minute tick: schedules whose time has come. */

let desk: TestDesk
let us: Asking
let sent: { readonly origin: object }[]
beforeAll(async () => {
  desk = await startTestDesk()
})
beforeEach(async () => {
  us = await askingOn(desk)
  sent = []
  vi.useFakeTimers({ toFake: ['Date'] })
  at('2026-03-01T00:00:00.000Z')
})
afterEach(() => vi.useRealTimers())
afterAll(() => desk.stop())

const at = (time: string) => vi.setSystemTime(new Date(time))
const BODY = { name: 'Hourly', expression: 'rate(1 hour)', filter: 'status:approved' }
const create = async (more: object = {}): Promise<any> =>
  (await us.ask('payout-request-batch-schedules/create', { body: { ...BODY, ...more } })).body
const get = async (id: string) =>
  (await us.ask('payout-request-batch-schedules/get', { id, method: 'GET' })).body

/** As the sweep does, of this organization's schedules. */
async function tick(table = us.table, send = async (message: { origin: object }) => void sent.push(message)) {
  for await (const entries of dueWork(us.table, 'schedule', new Date(), 10))
    for (const entry of entries.filter(({ pk }) => pk.includes(`#${us.organization}#`)))
      await lookAfterSchedule(table, entry, new Date(), send)
}

it('has what is due carried out once, and sets the next time', async () => {
  const { id } = await create()
  at('2026-03-01T00:59:59.999Z')
  await tick()
  expect(sent).toEqual([])
  at('2026-03-01T01:00:30.000Z')
  await tick()
  await tick()
  const origin = { scheduleId: id, scheduledTime: '2026-03-01T01:00:00.000Z' }
  expect(sent).toEqual([{ organizationId: us.organization, origin }])
  expect(await us.runs(id)).toMatchObject([
    { ...origin, status: 'pending', missedTimes: 0, userId: 'usr_test' },
  ])
  expect((await get(id)).nextTime).toBe('2026-03-01T02:00:00.000Z')
})

it('makes up once for all the times that passed while nobody looked', async () => {
  const { id } = await create()
  at('2026-03-01T07:12:00.000Z')
  await tick()
  await tick()
  expect(await us.runs(id)).toMatchObject([{ scheduledTime: '2026-03-01T01:00:00.000Z', missedTimes: 6 }])
  expect((await get(id)).nextTime).toBe('2026-03-01T08:00:00.000Z')
  at('2026-03-01T08:00:00.000Z')
  await tick()
  expect((await us.runs(id)).map(({ missedTimes }) => missedTimes)).toEqual([0, 6])
})

it('leaves its version alone, so that nobody who changes it is refused for a time that came', async () => {
  const { id } = await create()
  at('2026-03-01T01:00:00.000Z')
  await tick()
  const headers = { 'If-Match': '"1"' }
  const request = { id, body: { name: 'Every hour' }, method: 'PATCH', headers }
  expect((await us.ask('payout-request-batch-schedules/patch', request)).status).toBe(200)
  expect((await get(id)).nextTime).toBe('2026-03-01T02:00:00.000Z')
})

it('does not start what is paused, deleted or not due', async () => {
  const [paused, deleted, later] = [
    await create(),
    await create(),
    await create({ expression: 'rate(1 day)' }),
  ]
  const pause = { id: paused.id, body: { status: 'paused' }, method: 'PATCH' }
  await us.ask('payout-request-batch-schedules/patch', pause)
  await us.ask('payout-request-batch-schedules/delete', { id: deleted.id, method: 'DELETE' })
  at('2026-03-01T05:00:00.000Z')
  await tick()
  expect(sent).toEqual([])
  expect((await get(later.id)).nextTime).toBe('2026-03-02T00:00:00.000Z')
})

it('tells what came of a schedule also when that was deleted', async () => {
  const { id } = await create()
  at('2026-03-01T01:00:00.000Z')
  await tick()
  await us.ask('payout-request-batch-schedules/delete', { id, method: 'DELETE' })
  await us.deliver({ 'detail-type': 'payout-request-batch-recorded', detail: sent[0] })
  expect(await us.runs(id)).toMatchObject([{ status: 'nothing-to-do' }])
})

it('two ticks at once start it once', async () => {
  const { id } = await create()
  at('2026-03-01T01:00:00.000Z')
  const key = scheduleKey(us.organization, id)
  const send = async (message: { origin: object }) => void sent.push(message)
  await Promise.all([1, 2, 3].map(() => lookAfterSchedule(us.table, key, new Date(), send)))
  expect(sent).toHaveLength(1)
  expect(await us.runs(id)).toHaveLength(1)
})

it('what a tick has put down before it stopped is found by the sweep, whoever sends it', async () => {
  const { id } = await create()
  at('2026-03-01T01:00:00.000Z')
  const crash = crashAt(us.table, 1, 'after')
  expect(await Promise.race([crash.stopped, tick(crash.table)])).toBe('stopped')
  expect(sent).toEqual([])
  expect((await get(id)).nextTime).toBe('2026-03-01T02:00:00.000Z')
  const due: string[] = []
  at('2026-03-01T01:05:00.000Z')
  for await (const entries of dueWork(us.table, 'batch-request', new Date(), 10))
    due.push(...entries.map(({ pk }) => pk).filter((pk) => pk.includes(us.organization)))
  expect(due).toHaveLength(1)

  const failing = () => Promise.reject(new Error('The queue is not there'))
  at('2026-03-01T02:00:00.000Z')
  await expect(tick(us.table, failing)).rejects.toThrow('not there')
  expect(await us.runs(id)).toHaveLength(2)
})

import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type Ask, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'

let desk: TestDesk
let sweep: () => Promise<unknown>
let ask: Ask

beforeAll(async () => {
  desk = await startTestDesk()
  sweep = (await import('../../../functions/background/sweep.ts')).handler
})
beforeEach(() => {
  ask = desk.as(newOrganization())
  vi.useFakeTimers({ toFake: ['Date'] })
  at('2026-03-01T09:00:00.000Z')
})
afterEach(() => vi.useRealTimers())
afterAll(() => desk.stop())

const at = (time: string) => vi.setSystemTime(new Date(time))
const SETTINGS = {
  automaticReadinessEnabled: true,
  pendingPeriodHours: 24,
  automaticReadinessTime: '12:00+02:00',
}
const putWebsite = (id: string, more: object = {}) =>
  ask('websites/put', { id, body: { name: id, settings: { payoutRequest: { ...SETTINGS, ...more } } } })
const lastExecuted = async (id: string) =>
  (await ask('websites/get', { id })).body.settings.payoutRequest.automaticReadinessLastExecutedAt
const ASK = { customerId: 'cus_1', currency: 'EUR', amount: 10 }
const newRequest = async (websiteId: string): Promise<string> =>
  (await ask('payout-requests/create', { body: { ...ASK, websiteId } })).body.id
const get = async (id: string) => (await ask('payout-requests/get', { id })).body
const statusOf = async (id: string): Promise<string> => (await get(id)).status

it('makes what has waited long enough ready at its time of day, and nothing before', async () => {
  await putWebsite('web_1')
  const early = await newRequest('web_1')
  at('2026-03-01T10:00:00.001Z')
  const late = await newRequest('web_1')
  expect([await statusOf(early), await statusOf(late)]).toEqual(['pending', 'pending'])

  at('2026-03-02T09:59:59.999Z')
  await sweep() // yesterday's, by which nobody had waited
  expect([await statusOf(early), await lastExecuted('web_1')]).toEqual([
    'pending',
    '2026-03-02T09:59:59.999Z',
  ])
  at('2026-03-02T10:00:30.000Z')
  await sweep()
  expect([await statusOf(early), await statusOf(late)]).toEqual(['ready', 'pending'])
  expect(await lastExecuted('web_1')).toBe('2026-03-02T10:00:30.000Z')

  const [before, etag] = [await get(early), (await ask('websites/get', { id: 'web_1' })).headers.ETag]
  at('2026-03-02T10:01:30.000Z')
  await sweep() // nothing twice
  expect(await get(early)).toEqual(before)
  expect((await ask('websites/get', { id: 'web_1' })).headers.ETag).toBe(etag)
  at('2026-03-03T10:00:00.000Z')
  await sweep()
  expect(await statusOf(late)).toBe('ready')
})

it('leaves a blocked one pending until a later time of day', async () => {
  await putWebsite('web_1')
  const [free, blocked] = [await newRequest('web_1'), await newRequest('web_1')]
  await ask('payout-requests/patch', { id: blocked, body: { blocked: true } })
  at('2026-03-02T10:00:00.000Z')
  await sweep()
  expect([await statusOf(free), await statusOf(blocked)]).toEqual(['ready', 'pending'])
  await ask('payout-requests/patch', { id: blocked, body: { blocked: false } })
  await sweep()
  expect(await statusOf(blocked)).toBe('pending')
  at('2026-03-03T10:00:00.000Z')
  await sweep()
  expect(await statusOf(blocked)).toBe('ready')
})

it('counts from when a request was returned to pending, and from when a website changed its mind', async () => {
  await putWebsite('web_1')
  const returned = await newRequest('web_1')
  await ask('payout-requests/patch', { id: returned, body: { status: 'ready' } })
  at('2026-03-01T12:00:00.000Z')
  await ask('payout-requests/patch', { id: returned, body: { status: 'pending' } })
  const waiting = await newRequest('web_1')
  at('2026-03-02T10:00:00.000Z')
  await sweep()
  expect(await statusOf(returned)).toBe('pending')
  await putWebsite('web_1', { pendingPeriodHours: 1, automaticReadinessTime: '12:30+02:00' })
  at('2026-03-02T10:30:00.000Z')
  await sweep()
  expect([await statusOf(returned), await statusOf(waiting)]).toEqual(['ready', 'ready'])
})

it('concerns nobody else: not other websites, other organizations, nor what is not pending', async () => {
  await putWebsite('web_1')
  await putWebsite('web_off')
  const [mine, other, canceled] = [
    await newRequest('web_1'),
    await newRequest('web_off'),
    await newRequest('web_1'),
  ]
  await ask('payout-requests/cancel', { id: canceled })
  await putWebsite('web_off', { automaticReadinessEnabled: false })
  const us = ask
  ask = desk.as(newOrganization()) // whose website of the same id makes nothing ready
  const theirs = await newRequest('web_1')
  await ask('payout-requests/patch', { id: theirs, body: { status: 'pending' } })
  at('2026-03-09T10:00:00.000Z')
  await sweep()
  expect(await statusOf(theirs)).toBe('pending')
  ask = us
  expect([await statusOf(mine), await statusOf(other), await statusOf(canceled)]).toEqual([
    'ready',
    'pending',
    'canceled',
  ])
})

it('makes children of a split ready as any other', async () => {
  await putWebsite('web_1')
  const id = await newRequest('web_1')
  const body = { amounts: [4, 6], splitReason: 'other' }
  const children = (await ask('payout-requests/split', { id, body })).body
  at('2026-03-02T10:00:00.000Z')
  await sweep()
  for (const child of children) expect(await statusOf(child.id)).toBe('ready')
  expect(await statusOf(id)).toBe('split')
})

it('comes to all of many', async () => {
  await putWebsite('web_1')
  const ids = await Promise.all(Array.from({ length: 100 }, () => newRequest('web_1')))
  at('2026-03-02T10:00:00.000Z')
  await sweep()
  const statuses = await Promise.all(ids.map(statusOf))
  expect(new Set(statuses)).toEqual(new Set(['ready']))
})

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { FaultKind } from '../../../infra/local/endpoint/faults.ts'
import { done } from '../harness/client.ts'
import { type JourneyOrganization, type OwnDesk, startDesk } from '../harness/desk.ts'
import { functionOf } from '../harness/faults.ts'
import { listenTo } from '../harness/listening.ts'
import { ASK } from '../harness/steps.ts'

/** Every event is told, whatever happens to the one who tells it. */

let desk: OwnDesk
let us: JourneyOrganization

beforeAll(async () => {
  desk = await startDesk()
  us = await desk.newOrganization()
})
afterEach(() => desk.stack.faults.clear())
afterAll(() => desk.stop())

const RELAY = functionOf('background/announcements')
const PARTS = 25

/** More than the bus takes at once, written in one transaction. */
async function split(description: string): Promise<string[]> {
  const body = { ...ASK, amount: PARTS, description }
  const { id } = await done(us.call('POST /payout-requests', { body }))
  await desk.stack.quiet()
  const amounts = Array.from({ length: PARTS }, () => 1)
  const asked = { amounts, splitReason: 'processor-limit' }
  await done(us.call(`POST /payout-requests/${id}/split`, { body: asked }))
  await desk.stack.quiet()
  const query = `/payout-requests?filter=customerId:${ASK.customerId}&limit=1000`
  const all = await done(us.call(`GET ${query}`))
  return [id, ...all.filter((one: any) => one.splitFromPayoutRequestId === id).map((one: any) => one.id)]
}

const struck = (kind: FaultKind, call?: number) =>
  desk.stack.faults.inject({ kind, function: RELAY, action: 'events:PutEvents', ...(call && { call }) })

/** The events of these requests: of the original two, of each part one, and each under one id however often told. */
function expectAllTold(heard: any[], [original, ...parts]: string[]): void {
  expect(parts).toHaveLength(PARTS)
  const byId = Map.groupBy(heard, ({ id }) => id)
  for (const same of byId.values()) expect(new Set(same.map((event) => JSON.stringify(event))).size).toBe(1)
  const once = [...byId.values()].map(([event]) => [event.payoutRequestId, event.eventType].join(' '))
  expect(once.toSorted()).toEqual(
    [
      `${original} payout-request-created`,
      `${original} payout-request-modified`,
      ...parts.map((id) => `${id} payout-request-created`),
    ].toSorted(),
  )
}

it.each([
  ['dies between two calls', 'terminated-before', 2],
  ['dies when half of it is told', 'terminated-after', 2],
  ['hears no answer', 'lost-answer', 1],
] as const)(
  'a relay that %s tells everything, what it told before by the same ids',
  async (_, kind, call) => {
    const heard = listenTo(desk.stack)
    const fault = struck(kind, call + 1) // the first is the original's creation
    const ids = await split(kind)
    expect(fault.strikes()).toBe(1)
    expectAllTold(heard, ids)
    expect(heard.length).toBeGreaterThan(PARTS + 2)
  },
)

it('what the bus does not take at once is told again, and only that', async () => {
  const heard = listenTo(desk.stack)
  const fault = desk.stack.faults.inject({
    kind: 'unprocessed',
    function: RELAY,
    action: 'events:PutEvents',
    times: 3,
  })
  const ids = await split('unprocessed')
  expect(fault.strikes()).toBe(3)
  expectAllTold(heard, ids)
  expect(heard).toHaveLength(PARTS + 2)
})

it('changes that the stream brings twice and out of order are told by the same ids', async () => {
  const heard = listenTo(desk.stack)
  for (const kind of ['duplicate-records', 'reordered-records'] as const)
    desk.stack.faults.inject({ kind, function: RELAY })
  const ids = await split('shaken')
  expectAllTold(heard, ids)
  expect(heard).toHaveLength(2 * (PARTS + 2))
})

it('neither what it tells nor what fails stands in the log', async () => {
  struck('lost-request')
  await split('For the hospital bill')
  const text = desk.log.map(({ line }) => line).join('\n')
  expect(text).toContain('A stream record failed')
  expect(text).not.toContain('hospital')
})

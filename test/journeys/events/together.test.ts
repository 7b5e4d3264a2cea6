import { afterAll, beforeAll, expect, it } from 'vitest'
import { runOnDesk } from '../../bench/runs/desk-run.ts'
import { type OwnDesk, startDesk } from '../harness/desk.ts'
import { functionOf } from '../harness/faults.ts'
import { listenTo } from '../harness/listening.ts'

let desk: OwnDesk

beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())

const REQUESTS = 300

/** The stream brings up to 100 records at once, fewer where it has no more yet. */
const INVOCATIONS = 75
/** Requests, their allocations, their batch, and what covers both kinds. */
const READS = 6

/** For 1000: 303 calls of the bus and 84 reads, where telling one by one takes 3002 and 6000. */
it('a run tells of every request and allocation, ten to a call of the bus, and reads for a hundred at once', async () => {
  const { stack } = desk
  const heard = listenTo(stack)
  const before = stack.counts.snapshot()
  const situation = { requests: REQUESTS, customers: 60, legs: 1, capped: false } as const
  const { batchId } = await runOnDesk(stack, await desk.newOrganization(), situation)
  const requests = stack.counts.since(before).functions[functionOf('background/announcements')]?.requests

  const byType = Map.groupBy(heard, ({ eventType }) => eventType)
  const told = [...byType].map(([type, events]) => [type, new Set(events.map(({ id }) => id)).size])
  expect(Object.fromEntries(told)).toEqual({
    'payout-request-created': REQUESTS,
    'payout-request-modified': REQUESTS,
    'payout-request-allocation-created': REQUESTS,
    'payout-request-batch-created': 1,
    'payout-request-batch-completed': 1,
  })
  for (const { _embedded } of byType.get('payout-request-allocation-created') ?? [])
    expect(_embedded.payoutRequestAllocation.batchId).toBe(batchId)

  expect(requests?.['dynamodb:PutItem']).toBe(2 * REQUESTS) // the timeline of each: created, allocated
  expect(requests?.['events:PutEvents']).toBeLessThanOrEqual((3 * REQUESTS) / 10 + INVOCATIONS)
  expect(requests?.['dynamodb:BatchGetItem']).toBeLessThanOrEqual(READS * INVOCATIONS)
})

import { beforeAll, describe, expect, it } from 'vitest'
import { done } from './harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from './harness/desk.ts'
import { functionOf, neverConclude, neverRun } from './harness/faults.ts'
import { approvedRequest, newBatch, payableCustomer } from './harness/steps.ts'

let desk: JourneyDesk
let us: JourneyOrganization

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  await payableCustomer(us.call)
})

const autoAllocate = (id: string, prefer?: string) =>
  us.call(`POST /payout-request-batches/${id}/auto-allocate`, {
    headers: prefer === undefined ? {} : { Prefer: prefer },
  })

/** How often the endpoint looked at the batch, which it goes on doing for as long as it waits. */
async function looks(work: () => Promise<unknown>): Promise<number> {
  const before = desk.stack.counts.snapshot()
  await work()
  const { functions } = desk.stack.counts.since(before)
  return functions[functionOf('payout-request-batches/auto-allocate')]?.requests['dynamodb:GetItem'] ?? 0
}

/** Before it starts the run, to start it, and once for the answer. */
const AT_ONCE = 4

describe('while a run does not end', () => {
  it.each(['respond-async', 'wait=0'])('Prefer: %s is answered at once', async (prefer) => {
    const { id } = await newBatch(us.call)
    const goOn = neverRun(desk.stack)
    const looked = await looks(async () => {
      const answer = await autoAllocate(id, prefer)
      expect(answer.status).toBe(200)
      expect(answer.body).toMatchObject({ id, status: 'processing', successCount: 0, failureCount: 0 })
      expect(answer.headers.get('preference-applied')).toBe(prefer)
    })
    goOn()
    expect(looked).toBeLessThanOrEqual(AT_ONCE)
  })

  it('Prefer: wait=1 is answered after a while, with the batch as it is', async () => {
    const { id } = await newBatch(us.call)
    const goOn = neverRun(desk.stack)
    const looked = await looks(async () => {
      const answer = await autoAllocate(id, 'wait=1')
      expect(answer.body.status).toBe('processing')
      expect(answer.headers.get('preference-applied')).toBe('wait=1')
    })
    goOn()
    expect(looked).toBeGreaterThan(AT_ONCE)
  })

  it('a call without preference is answered after a longer while', async () => {
    const { id } = await newBatch(us.call)
    const goOn = neverRun(desk.stack)
    const looked = await looks(async () => {
      const answer = await autoAllocate(id)
      expect([answer.status, answer.body.status]).toEqual([200, 'processing'])
      expect(answer.headers.has('preference-applied')).toBe(false)
    })
    goOn()
    expect(looked).toBeGreaterThan(2 * AT_ONCE)
  })
})

describe('when a run ends in time', () => {
  it('Prefer: wait=20 is answered with what came of it', async () => {
    const { id } = await newBatch(us.call, 2)
    const answer = await autoAllocate(id, 'wait=20')
    expect(answer.body).toMatchObject({ status: 'completed', successCount: 2, failureCount: 0 })
    expect(answer.headers.get('preference-applied')).toBe('wait=20')
  })

  it('Prefer: wait=600 is as good as wait=20, and is said to be', async () => {
    const { id } = await newBatch(us.call)
    const answer = await autoAllocate(id, 'wait=600')
    expect(answer.body.status).toBe('completed')
    expect(answer.headers.get('preference-applied')).toBe('wait=20')
  })
})

it('GET shows the counts as they stand while the batch is processing, and the same ones afterwards', async () => {
  const requests = [
    await approvedRequest(us.call),
    await approvedRequest(us.call),
    await approvedRequest(us.call, { customerId: 'cus_without_instrument', amount: 7 }),
  ]
  const { id } = await done(
    us.call('POST /payout-request-batches', { body: { payoutRequestIds: requests.map((one) => one.id) } }),
  )
  const shown = () => done(us.call(`GET /payout-request-batches/${id}`))
  expect((await shown()).run).toBeNull()

  const goOn = neverConclude(desk.stack)
  await autoAllocate(id, 'respond-async')
  await expect.poll(shown).toMatchObject({ status: 'processing', successCount: 2, failureCount: 1 })
  const during = await shown()
  goOn()
  await expect.poll(shown).toMatchObject({ status: 'completed', successCount: 2, failureCount: 1 })
  const afterwards = await shown()

  expect(during.run).toMatchObject({
    startedBy: 'usr_journey',
    finishedTime: null,
    outcomeCounts: { allocated: 2, 'already-allocated': 0, 'partially-allocated': 0, 'not-allocated': 1 },
    allocatedAmountByCurrency: [{ currency: 'EUR', amount: 200 }],
    unallocatedAmountByCurrency: [{ currency: 'EUR', amount: 7 }],
  })
  expect({ ...afterwards.run, finishedTime: null }).toEqual(during.run)
  expect(afterwards.run.finishedTime >= afterwards.run.startedTime).toBe(true)
})

it('a completed batch may be run again, and says so of what was allocated before', async () => {
  const { id } = await newBatch(us.call, 2)
  const first = await done(autoAllocate(id, 'wait=20'))
  const second = await done(autoAllocate(id, 'wait=20'))
  expect(second).toMatchObject({
    status: 'completed',
    successCount: 2,
    failureCount: 0,
    run: { outcomeCounts: { allocated: 0, 'already-allocated': 2 } },
  })
  expect(second.run.id).not.toBe(first.run.id)
})

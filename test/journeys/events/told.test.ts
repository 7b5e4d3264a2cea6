import { beforeAll, beforeEach, expect, it } from 'vitest'
import { expectPublishedShape } from '../../harness/event-schema.ts'
import { done } from '../harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from '../harness/desk.ts'
import { listenTo } from '../harness/listening.ts'
import { ASK, allocationOf, approvedRequest, payableCustomer } from '../harness/steps.ts'

/** What other systems hear on the bus of what people do over HTTP. */

let desk: JourneyDesk
let us: JourneyOrganization
let heard: any[]

beforeAll(async () => {
  desk = await sharedDesk()
  heard = listenTo(desk.stack)
})
beforeEach(async () => {
  us = await desk.newOrganization()
  await payableCustomer(us.call)
})

/** What our organization's things told, each judged by the published schema. */
async function told(about: string): Promise<any[]> {
  await desk.stack.quiet()
  const ours = heard.filter(({ organizationId }) => organizationId === us.id)
  ours.forEach(expectPublishedShape)
  return ours.filter((event) => event[about] !== undefined)
}

const typesOf = (events: any[]) => events.map(({ eventType }) => eventType)
const inOrderOfTime = (events: any[]) => events.toSorted((a, b) => a.version - b.version)

async function paid(id: string, amount: number): Promise<void> {
  const body = allocationOf(id, amount)
  const allocation = await done(us.call('POST /payout-request-allocations', { body }))
  const path = `PATCH /payout-request-allocations/${allocation.id}`
  await done(us.call(path, { body: { status: 'processing' } }))
  await desk.stack.quiet()
}

it('a payout request is created, modified and fulfilled, and each says how it stands', async () => {
  const { id } = await done(us.call('POST /payout-requests', { body: { ...ASK, amount: 12.34 } }))
  const [created] = await told('payoutRequestId')
  expect(created).toMatchObject({
    id: expect.stringMatching(/^evt_/),
    organizationId: us.id,
    eventType: 'payout-request-created',
    version: 1,
    payoutRequestId: id,
    omittedAllocationCount: 0,
    _embedded: { payoutRequest: { id, status: 'ready', amount: 12.34, availableAmount: 12.34 } },
    _links: [{ rel: 'payoutRequest', href: `/organizations/${us.id}/payout-requests/${id}` }],
  })
  await done(us.call(`PATCH /payout-requests/${id}`, { body: { status: 'approved' } }))
  await paid(id, 12.34)

  const events = inOrderOfTime(
    (await told('payoutRequestId')).filter((event) => !event.payoutRequestAllocationId),
  )
  expect(typesOf(events).at(0)).toBe('payout-request-created')
  expect(typesOf(events).at(-1)).toBe('payout-request-fulfilled')
  expect(new Set(typesOf(events).slice(1, -1))).toEqual(new Set(['payout-request-modified']))
  expect(events.map(({ version }) => version)).toEqual(events.map((_, i) => i + 1))
  const shown = await done(us.call(`GET /payout-requests/${id}`))
  expect(events.at(-1).occurredTime).toBe(shown.updatedTime)
  expect(withoutLinks(events.at(-1)._embedded.payoutRequest)).toEqual(withoutLinks(shown))
})

const withoutLinks = (shown: any) =>
  JSON.parse(JSON.stringify(shown, (key, value) => (key === '_links' ? undefined : value)))

it('a canceled payout request says that it is', async () => {
  const { id } = await approvedRequest(us.call)
  await done(us.call(`POST /payout-requests/${id}/cancel`, { body: { canceledBy: 'customer' } }))
  const events = await told('payoutRequestId')
  expect(typesOf(events)).toEqual([
    'payout-request-created',
    'payout-request-modified',
    'payout-request-canceled',
  ])
  expect(events.at(-1)._embedded.payoutRequest.cancellationReason.canceledBy).toBe('customer')
})

it('allocations tell of their creation, of every step, and how they end', async () => {
  const { id } = await approvedRequest(us.call, { amount: 10.9 })
  await paid(id, 5.9) // which the simulator declines
  await paid(id, 5)
  const body = allocationOf(id, 1)
  const third = await done(us.call('POST /payout-request-allocations', { body }))
  const path = `PATCH /payout-request-allocations/${third.id}`
  await done(us.call(path, { body: { status: 'canceled' } }))

  const events = await told('payoutRequestAllocationId')
  const byAllocation = Map.groupBy(events, ({ payoutRequestAllocationId }) => payoutRequestAllocationId)
  const ends = ['declined', 'completed'].map((end) => [
    'payout-request-allocation-created',
    'payout-request-allocation-modified',
    `payout-request-allocation-${end}`,
  ])
  expect([...byAllocation.values()].map(typesOf)).toEqual([
    ...ends,
    ['payout-request-allocation-created', 'payout-request-allocation-canceled'],
  ])
  for (const event of events) {
    const shown = event._embedded.payoutRequestAllocation
    const status = event.eventType.replace('payout-request-allocation-', '')
    const expected = STATUSES.get(status) ?? status
    expect([shown.id, shown.payoutRequestId, shown.status]).toEqual([
      event.payoutRequestAllocationId,
      id,
      expected,
    ])
  }
})

const STATUSES = new Map([
  ['created', 'pending'],
  ['modified', 'processing'],
])

it('a batch is created, and completed once for each of its runs, with counts and amounts', async () => {
  const amounts = [10, 20.5, 30]
  const ids = await Promise.all(
    amounts.map(async (amount) => (await approvedRequest(us.call, { amount })).id as string),
  )
  const poor = await approvedRequest(us.call, { amount: 7, customerId: 'cus_without_instrument' })
  const body = { payoutRequestIds: [...ids, poor.id], description: 'In March' }
  const batch = await done(us.call('POST /payout-request-batches', { body }))
  const run = () =>
    done(
      us.call(`POST /payout-request-batches/${batch.id}/auto-allocate`, { headers: { Prefer: 'wait=20' } }),
    )
  await run()
  await done(us.call(`PATCH /payout-request-batches/${batch.id}`, { body: { description: 'In May' } }))
  await run()

  const events = await told('payoutRequestBatchId')
  expect(typesOf(events)).toEqual([
    'payout-request-batch-created',
    'payout-request-batch-completed',
    'payout-request-batch-completed',
  ])
  const [created, first, second] = events.map(({ _embedded }) => _embedded.payoutRequestBatch)
  const money = [{ currency: 'EUR', amount: 67.5 }]
  const counted = { id: batch.id, totalCount: 4, customerCount: 2, totalAmountByCurrency: money }
  expect(created).toMatchObject({ ...counted, status: 'pending', description: 'In March', run: null })
  expect(first).toMatchObject({
    ...counted,
    status: 'completed',
    successCount: 3,
    failureCount: 1,
    run: {
      outcomeCounts: { allocated: 3, 'not-allocated': 1 },
      allocatedAmountByCurrency: [{ currency: 'EUR', amount: 60.5 }],
      unallocatedAmountByCurrency: [{ currency: 'EUR', amount: 7 }],
    },
  })
  expect(second).toMatchObject({ description: 'In May', run: { outcomeCounts: { 'already-allocated': 3 } } })
  expect(new Set(events.map(({ id }) => id)).size).toBe(3)
})

it('what an organization does is told under its name alone', async () => {
  const other = await desk.newOrganization()
  const [ours, theirs] = await Promise.all([approvedRequest(us.call), approvedRequest(other.call)])
  await desk.stack.quiet()
  const organizations = (id: string) =>
    heard.filter(({ payoutRequestId }) => payoutRequestId === id).map(({ organizationId }) => organizationId)
  expect(organizations(ours.id)).toEqual([us.id, us.id])
  expect(organizations(theirs.id)).toEqual([other.id, other.id])
  for (const event of heard.filter(({ organizationId }) => organizationId === us.id))
    expect(JSON.stringify(event)).not.toContain(other.id)
})

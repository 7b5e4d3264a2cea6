import { beforeAll, expect, it } from 'vitest'
import { done } from '../harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from '../harness/desk.ts'
import {
  allocatedRequest,
  allocationOf,
  approvedRequest,
  newBatch,
  payableCustomer,
} from '../harness/steps.ts'
import { SEEDS } from './documents.ts'
import { departures } from './judging.ts'

let desk: JourneyDesk
let us: JourneyOrganization

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  await payableCustomer(us.call)
})

const ORDER = ['paypal', 'Interac-eTransfer', 'payment-card', 'alternative-payment-methods']

it('creates a batch and shows every documented field of it', async () => {
  const requests = [
    await approvedRequest(us.call),
    await approvedRequest(us.call, { customerId: 'cus_2', currency: 'BHD', amount: 1.234 }),
  ]
  const answer = await us.call(SEEDS['create batch'].operation, {
    body: {
      payoutRequestIds: requests.map(({ id }) => id),
      description: 'Batch processed on 2024-01-15',
      allocationOrder: [...ORDER, 'selected-payment-instrument'],
    },
  })

  expect(answer.status, answer.text).toBe(SEEDS['create batch'].success)
  expect(departures(answer.body, SEEDS['create batch'].fields)).toEqual([])
  expect(answer.body).toMatchObject({
    id: expect.stringMatching(/^preq_batch_[0-9A-HJKMNP-TV-Z]{26}$/),
    userId: 'usr_journey',
    status: 'pending',
    totalCount: 2,
    successCount: 0,
    failureCount: 0,
    customerCount: 2,
    totalAmountByCurrency: [
      { currency: 'BHD', amount: 1.234 },
      { currency: 'EUR', amount: 100 },
    ],
    description: 'Batch processed on 2024-01-15',
    allocationOrder: [...ORDER, 'selected-payment-instrument'],
  })
  expect(answer.headers.get('location')).toBe(`${us.url}/payout-request-batches/${answer.body.id}`)
  expectRateLimit(answer.headers)
})

it('shows description and allocationOrder as null where none were given', async () => {
  const { id } = await approvedRequest(us.call)
  const answer = await us.call(SEEDS['create batch'].operation, { body: { payoutRequestIds: [id] } })
  expect(departures(answer.body, SEEDS['create batch'].fields)).toEqual([])
  expect(answer.body).toMatchObject({ description: null, allocationOrder: null })
})

it('allocates a batch automatically and shows every documented field of it', async () => {
  const batch = await newBatch(us.call, 2)
  const answer = await us.call(`POST /payout-request-batches/${batch.id}/auto-allocate`, {
    headers: { Prefer: 'wait=20' },
  })

  expect(answer.status, answer.text).toBe(SEEDS['auto-allocate batch'].success)
  expect(departures(answer.body, SEEDS['auto-allocate batch'].fields)).toEqual([])
  expect(answer.body).toMatchObject({
    id: batch.id,
    status: 'completed',
    totalCount: 2,
    successCount: 2,
    failureCount: 0,
    payoutRequestIds: expect.arrayContaining(batch.payoutRequestIds),
  })
  expectRateLimit(answer.headers)
})

it('creates an allocation and shows every documented field of it', async () => {
  const request = await approvedRequest(us.call)
  const answer = await us.call(SEEDS['create allocation'].operation, { body: allocationOf(request.id, 40.5) })

  expect(answer.status, answer.text).toBe(SEEDS['create allocation'].success)
  expect(departures(answer.body, SEEDS['create allocation'].fields)).toEqual([])
  expect(answer.body).toMatchObject({
    ...allocationOf(request.id, 40.5),
    id: expect.stringMatching(/^pra_[0-9A-HJKMNP-TV-Z]{26}$/),
    gatewayName: 'TestProcessor',
    currency: 'EUR',
    status: 'pending',
    transactionId: null,
  })
  expect(answer.headers.get('location')).toBe(`${us.url}/payout-request-allocations/${answer.body.id}`)
  expectRateLimit(answer.headers)
  const { status } = await done(us.call(`GET /payout-requests/${request.id}`))
  expect(status).toBe('in-progress')
})

it.each(SEEDS['update allocation status'].requestFields.status)(
  'moves an allocation to %s and shows every documented field of it',
  async (status) => {
    const { allocation } = await allocatedRequest(us.call)
    const answer = await us.call(`PATCH /payout-request-allocations/${allocation.id}`, { body: { status } })

    expect(answer.status, answer.text).toBe(SEEDS['update allocation status'].success)
    expect(departures(answer.body, SEEDS['update allocation status'].fields)).toEqual([])
    expect(answer.body).toMatchObject({ id: allocation.id, status })
    expectRateLimit(answer.headers)
  },
)

it('links an allocation to everything that the document names, the transaction as soon as there is one', async () => {
  const { allocation } = await allocatedRequest(us.call)
  const moved = await done(
    us.call(`PATCH /payout-request-allocations/${allocation.id}`, { body: { status: 'processing' } }),
  )
  const links = Object.fromEntries(
    moved._links.map(({ rel, href }: { rel: string; href: string }) => [rel, href]),
  )
  expect(Object.keys(links).toSorted()).toEqual(
    [...SEEDS['update allocation status'].fields['_links.rel']].toSorted(),
  )
  expect(allocation._links.map(({ rel }: { rel: string }) => rel)).not.toContain('transaction')
  for (const href of Object.values<string>(links)) {
    expect(href.startsWith(us.url)).toBe(true)
    expect((await us.call(`GET ${href.slice(us.url.length)}`)).status, href).toBe(200)
  }
})

it('links a batch to itself and to its payout requests', async () => {
  const batch = await newBatch(us.call, 2)
  const [self, members] = batch._links
  expect([self.rel, members.rel]).toEqual(['self', 'payoutRequests'])
  expect((await done(us.call(`GET ${self.href.slice(us.url.length)}`))).id).toBe(batch.id)
  const shown = await done(us.call(`GET ${members.href.slice(us.url.length)}`))
  expect(shown.map(({ id }: { id: string }) => id).toSorted()).toEqual(batch.payoutRequestIds.toSorted())
})

function expectRateLimit(headers: Headers): void {
  expect(headers.get('x-ratelimit-limit')).toBe('1000000')
  expect(Number(headers.get('x-ratelimit-remaining'))).toBeLessThan(1_000_000)
}

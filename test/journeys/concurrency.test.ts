import { beforeAll, expect, it } from 'vitest'
import { approvedRequests } from '../harness/payout-requests.ts'
import { type Answer, done } from './harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from './harness/desk.ts'
import { neverRun } from './harness/faults.ts'
import { ACCOUNT, allocationOf, approvedRequest, newBatch, payableCustomer } from './harness/steps.ts'

let desk: JourneyDesk
let us: JourneyOrganization

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  await payableCustomer(us.call)
})

const atOnce = <T>(count: number, one: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => one(i)))

const allocateFiftyTimes = (id: string, amount: number): Promise<Answer[]> =>
  atOnce(50, () => us.call('POST /payout-request-allocations', { body: allocationOf(id, amount) }))

it('fifty allocations of one request at once all succeed when they fit', async () => {
  const { id } = await approvedRequest(us.call, { amount: 100 })
  const answers = await allocateFiftyTimes(id, 2)
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(50)

  const request = await done(us.call(`GET /payout-requests/${id}`))
  expect([request.availableAmount, request.allocations.length]).toEqual([0, 50])
})

it('fifty allocations of one request at once succeed as long as there is something left', async () => {
  const { id } = await approvedRequest(us.call, { amount: 100 })
  const answers = await allocateFiftyTimes(id, 3)
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(33)

  const refused = answers.filter(({ status }) => status !== 201)
  expect(refused.map(({ status, body }) => [status, body.availableAmount])).toEqual(
    refused.map(() => [422, 1]),
  )
  const request = await done(us.call(`GET /payout-requests/${id}`))
  expect([request.availableAmount, request.allocations.length]).toEqual([1, 33])
})

it('of two allocations of one request at once that do not fit together one succeeds', async () => {
  for (let round = 0; round < 10; round++) {
    const { id } = await approvedRequest(us.call, { amount: 100 })
    const answers = await atOnce(2, () =>
      us.call('POST /payout-request-allocations', { body: allocationOf(id, 60) }),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422])
    const request = await done(us.call(`GET /payout-requests/${id}`))
    expect([request.availableAmount, request.allocations.length]).toEqual([40, 1])
  }
})

it('two batches that race for the same payout requests leave each of them in one batch', async () => {
  for (let round = 0; round < 2; round++) {
    const ids = (await approvedRequests(us.table, 150)).map(({ id }) => id)
    const wanted = [ids.slice(0, 120), ids.slice(20).toReversed()]
    const answers = await atOnce(2, (i) =>
      us.call('POST /payout-request-batches', { body: { payoutRequestIds: wanted[i] } }),
    )

    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
    const winner = answers.findIndex(({ status }) => status === 201)
    const { id: batchId } = answers[winner]?.body ?? {}
    const held = new Set(wanted[winner])
    expect(new Set(answers[winner]?.body.payoutRequestIds)).toEqual(held)
    for (const conflicting of answers[1 - winner]?.body.conflictingIds ?? [])
      expect(held).toContain(conflicting)

    const shown = await atOnce(3, (i) => us.call(`GET /payout-requests/${ids[i * 70]}`))
    expect(shown.map(({ body }) => body.batchId)).toEqual(
      [0, 70, 140].map((i) => (held.has(ids[i] ?? '') ? batchId : null)),
    )
  }
})

it('of two auto-allocations of a batch at once one runs, the other is refused', async () => {
  const { id } = await newBatch(us.call)
  const goOn = neverRun(desk.stack)
  const answers = await atOnce(2, () =>
    us.call(`POST /payout-request-batches/${id}/auto-allocate`, { headers: { Prefer: 'respond-async' } }),
  )
  goOn()
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
})

it('allocations by hand while a batch is allocated automatically take no cent twice', async () => {
  const EXPOSURE = 1500
  const them = await desk.newOrganization()
  await payableCustomer(them.call)
  await done(
    them.call('PUT /gateway-accounts/gw_covered', {
      body: { ...ACCOUNT, readyToPayoutInstruction: 'covered-payout' },
    }),
  )
  await done(them.call('PATCH /gateway-accounts/gw_1', { body: { isDown: true } })) // for people only
  await done(
    them.call('POST /transactions', {
      body: {
        ...{ type: 'sale', result: 'approved', amount: EXPOSURE, currency: 'EUR' },
        ...{ customerId: 'cus_1', paymentInstrumentId: 'inst_1', gatewayAccountId: 'gw_covered' },
      },
    }),
  )
  const requests = await approvedRequests(them.table, 20, () => ({ amountMinor: 100_00n }))
  const { id } = await done(
    them.call('POST /payout-request-batches', { body: { payoutRequestIds: requests.map((one) => one.id) } }),
  )

  const [run, ...byHand] = await Promise.all([
    them.call(`POST /payout-request-batches/${id}/auto-allocate`, { headers: { Prefer: 'wait=20' } }),
    ...requests.map((request) =>
      them.call('POST /payout-request-allocations', { body: allocationOf(request.id, 30) }),
    ),
  ])

  expect(run.body.status).toBe('completed')
  expect(run.body.successCount + run.body.failureCount).toBe(20)
  const members = await done(them.call(`GET /payout-requests?filter=batchId:${id}`))
  const legs = members.flatMap(({ allocations }: any) => allocations)
  for (const { amount, availableAmount, allocations } of members)
    expect(sum(allocations) + availableAmount).toBe(amount)
  const made = byHand.filter(({ status }) => status === 201)
  expect(legs.filter(({ runId }: any) => runId === null)).toHaveLength(made.length)
  for (const { status } of byHand) expect([201, 409, 422]).toContain(status)
  expect(sum(legs.filter(({ runId }: any) => runId !== null))).toBeLessThanOrEqual(EXPOSURE)
})

const sum = (allocations: readonly { amount: number }[]): number =>
  allocations.reduce((total, { amount }) => total + amount, 0)

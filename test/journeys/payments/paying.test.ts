import { afterAll, beforeAll, expect, it } from 'vitest'
import { done } from '../harness/client.ts'
import { type JourneyOrganization, type OwnDesk, startDesk } from '../harness/desk.ts'
import { ACCOUNT, allocationOf, approvedRequest, CARD, payableCustomer } from '../harness/steps.ts'

let desk: OwnDesk
let us: JourneyOrganization
beforeAll(async () => {
  desk = await startDesk()
  us = await desk.newOrganization()
  await payableCustomer(us.call)
})
afterAll(() => desk.stop())

const shown = (id: string) => done(us.call(`GET /payout-requests/${id}`))

async function allocated(amount: number): Promise<any> {
  const { id } = await approvedRequest(us.call, { amount })
  return done(us.call('POST /payout-request-allocations', { body: allocationOf(id, amount) }))
}

it('pays a batch from nothing to fulfilled', async () => {
  const { call } = us
  const customers = ['cus_a', 'cus_b', 'cus_c']
  for (const customerId of customers)
    await done(call(`PUT /payment-instruments/inst_${customerId}`, { body: { ...CARD, customerId } }))
  const ids: string[] = []
  for (const customerId of customers)
    for (const amount of [12.34, 20, 30.96])
      ids.push((await approvedRequest(call, { customerId, amount })).id)
  const batch = await done(call('POST /payout-request-batches', { body: { payoutRequestIds: ids } }))
  await done(
    call(`POST /payout-request-batches/${batch.id}/auto-allocate`, { headers: { Prefer: 'wait=20' } }),
  )
  const processed = await done(call(`POST /payout-request-batches/${batch.id}/process`))
  expect(processed._links.some(({ rel }: { rel: string }) => rel === 'outcomes')).toBe(true)
  await desk.stack.quiet()
  const requests = await Promise.all(ids.map(shown))
  expect(new Set(requests.map(({ status }) => status))).toEqual(new Set(['fulfilled']))
  for (const { allocations } of requests)
    expect(allocations).toEqual([
      expect.objectContaining({
        status: 'completed',
        transactionStatus: 'completed',
        transactionResult: 'approved',
        transactionId: expect.stringMatching(/^txn_/),
      }),
    ])
})

it('tells results that come later, and gives back what was not paid', async () => {
  const [declined, failed, later, refused, lost] = await Promise.all(
    [5.9, 5.91, 5.92, 5.93, 5.97].map(allocated),
  )
  const all = [declined, failed, later, refused, lost]
  const body = { allocationIds: all.map(({ id }) => id) }
  expect((await us.call('POST /payout-request-allocations/process', { body })).status).toBe(204)
  await desk.stack.quiet()
  const requests = await Promise.all(all.map(({ payoutRequestId }) => shown(payoutRequestId)))
  expect(
    requests.map(({ status, availableAmount, allocations: [one] }) => [status, availableAmount, one.status]),
  ).toEqual([
    ['in-progress', 5.9, 'declined'],
    ['in-progress', 5.91, 'failed'],
    ['fulfilled', 0, 'completed'],
    ['in-progress', 5.93, 'declined'],
    ['fulfilled', 0, 'completed'],
  ])
})

it('pays what a person sets to processing', async () => {
  const { id, payoutRequestId } = await allocated(7)
  await done(us.call(`PATCH /payout-request-allocations/${id}`, { body: { status: 'processing' } }))
  await desk.stack.quiet()
  expect(await shown(payoutRequestId)).toMatchObject({ status: 'fulfilled' })
})

it('leaves pending what may not be paid when its turn comes', async () => {
  await done(
    us.call('PUT /gateway-accounts/gw_off', { body: { ...ACCOUNT, readyToPayoutInstruction: 'none' } }),
  )
  const { id } = await allocated(8)
  const answer = await us.call('POST /payout-request-allocations/process', {
    body: { allocationIds: [id, 'pra_x'] },
  })
  expect([answer.status, answer.body.invalidFields]).toEqual([
    422,
    [{ field: 'allocationIds.1', message: 'is not an allocation here' }],
  ])
})

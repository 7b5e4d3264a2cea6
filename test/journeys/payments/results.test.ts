import { beforeAll, expect, it } from 'vitest'
import { done } from '../harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from '../harness/desk.ts'
import { deadLettersIn, publish } from '../harness/sending.ts'
import { allocationOf, approvedRequest, payableCustomer } from '../harness/steps.ts'
import { saleOf } from '../harness/things.ts'

let desk: JourneyDesk
let us: JourneyOrganization
beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  await payableCustomer(us.call)
})

const event = (detail: object) => ({
  organizationId: us.id,
  result: 'approved',
  amount: 5.98,
  currency: 'EUR',
  processedTime: '2026-01-05T10:00:00Z',
  ...detail,
})

async function unknownPayment(): Promise<any> {
  const { id } = await approvedRequest(us.call, { amount: 5.98 })
  const allocation = await done(us.call('POST /payout-request-allocations', { body: allocationOf(id, 5.98) }))
  const path = `PATCH /payout-request-allocations/${allocation.id}`
  const begun = await done(us.call(path, { body: { status: 'processing' } }))
  await desk.stack.quiet()
  return begun
}

it('takes in a result from the bus, from the sources that the stage lists only', async () => {
  const { id, payoutRequestId, transactionId } = await unknownPayment()
  await publish(desk.stack, 'transaction-processed', event({ allocationId: id }), 'somebody.else')
  await desk.stack.quiet()
  expect((await done(us.call(`GET /payout-requests/${payoutRequestId}`))).status).toBe('in-progress')
  for (let n = 0; n < 2; n++) await publish(desk.stack, 'transaction-processed', event({ transactionId }))
  await desk.stack.quiet()
  expect((await done(us.call(`GET /payout-requests/${payoutRequestId}`))).status).toBe('fulfilled')
  expect(await deadLettersIn(desk.stack, 'results')).toEqual([])
})

it('records payments from the bus, and sets aside what is not as specified or can never apply', async () => {
  const sale = saleOf({ customer: 'cus_1', instrument: 'inst_1', gatewayAccount: 'gw_1' })
  await publish(desk.stack, 'transaction-recorded', { ...sale, organizationId: us.id, id: 'txn_bus' })
  await desk.stack.quiet() // a queue keeps no order
  await publish(desk.stack, 'transaction-recorded', {
    ...sale,
    organizationId: us.id,
    id: 'txn_bus',
    amount: 11,
  })
  await publish(desk.stack, 'transaction-recorded', {
    ...sale,
    organizationId: us.id,
    customerId: 'cus_nobody',
  })
  await publish(desk.stack, 'transaction-processed', event({ allocationId: 'pra_01~nobody' }))
  await publish(desk.stack, 'transaction-processed', event({ allocationId: 'pra_01~nobody', result: 'paid' }))
  await desk.stack.quiet()
  expect(await done(us.call('GET /transactions/txn_bus'))).toMatchObject({ amount: 10, result: 'approved' })
  const reasons = await deadLettersIn(desk.stack, 'results')
  expect(reasons.toSorted()).toHaveLength(4)
  expect(new Set(reasons)).toEqual(
    new Set(['invalid-fields', 'not-as-specified', 'transaction-differs', 'unknown-allocation']),
  )
})

it('shows a contradiction until somebody lets the request go on, or says what they found', async () => {
  const conflicts = async () =>
    (await done(us.call('GET /attention'))).concerns.find(({ kind }: any) => kind === 'conflicting-result')
  const contradicted = async (amount: number, result: string) => {
    const { id } = await approvedRequest(us.call, { amount })
    const allocation = await done(
      us.call('POST /payout-request-allocations', { body: allocationOf(id, amount) }),
    )
    const body = { allocationIds: [allocation.id] }
    await done(us.call('POST /payout-request-allocations/process', { body }))
    await desk.stack.quiet()
    await publish(desk.stack, 'transaction-processed', event({ allocationId: allocation.id, amount, result }))
    await desk.stack.quiet()
    return id
  }
  const before = (await conflicts()).count
  const declined = await contradicted(5.9, 'approved')
  const fulfilled = await contradicted(5, 'declined')
  await expect.poll(conflicts).toMatchObject({
    count: before + 2,
    totalAmountByCurrency: [{ currency: 'EUR', amount: 10.9 }],
  })

  const unblocked = { body: { blocked: false } }
  await done(us.call(`PATCH /payout-requests/${declined}`, unblocked))
  await desk.stack.quiet()
  expect(await conflicts()).toMatchObject({ count: before + 1 })

  const found = { body: { message: 'The bank has paid it, once.' } }
  await done(us.call(`POST /payout-requests/${fulfilled}/timeline`, found))
  expect(await conflicts()).toMatchObject({ count: before })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { CENTS, type PaymentService, startPaymentService } from '../../harness/payment-service.ts'
import { done } from '../harness/client.ts'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from '../harness/desk.ts'
import { ACCOUNT, allocationOf, approvedRequest, payableCustomer } from '../harness/steps.ts'

let service: PaymentService
let desk: JourneyDesk
let us: JourneyOrganization
beforeAll(async () => {
  ;[service, desk] = await Promise.all([startPaymentService(), sharedDesk()])
  us = await desk.newOrganization()
  await payableCustomer(us.call)
  const { payoutAdapter } = service
  await done(
    us.call('PUT /gateway-accounts/gw_1', { body: { ...ACCOUNT, gatewayName: 'Own', payoutAdapter } }),
  )
})
afterAll(() => service.stop())

const show = (id: string) => done(us.call(`GET /payout-requests/${id}`))
const amountOf = (cents: number) => (500 + cents) / 100

/** Requests of so many cents, told to be paid; shown when nothing is under way any more. */
async function paid(...amounts: number[]): Promise<any[]> {
  const allocations = await Promise.all(
    amounts.map(async (amount) => {
      const { id } = await approvedRequest(us.call, { amount })
      return done(us.call('POST /payout-request-allocations', { body: allocationOf(id, amount) }))
    }),
  )
  const body = { allocationIds: allocations.map(({ id }) => id) }
  await done(us.call('POST /payout-request-allocations/process', { body }))
  await desk.stack.quiet()
  return Promise.all(allocations.map(({ payoutRequestId }) => show(payoutRequestId)))
}

it('pays through the operator’s own service, over HTTP and signed', async () => {
  const [approved, declined] = await paid(12.34, amountOf(CENTS.declined))

  const [{ id: key, transactionId }] = approved.allocations
  expect(approved.status).toBe('fulfilled')
  expect(service.books.get(key)).toEqual({
    customerId: 'cus_1',
    gatewayAccountId: 'gw_1',
    currency: 'EUR',
    amountMinor: 1234,
  })
  expect(await done(us.call(`GET /transactions/${transactionId}`))).toMatchObject({
    result: 'approved',
    gatewayTransactionId: `own-${key}`,
  })

  const [refusal] = declined.allocations
  expect(declined).toMatchObject({ status: 'in-progress', availableAmount: 5.9 })
  expect(await done(us.call(`GET /transactions/${refusal.transactionId}`))).toMatchObject({
    result: 'declined',
    response: { code: '05', message: 'Do not honour' },
  })
  expect(service.books.has(refusal.id)).toBe(false)
  expect(service.refused).toEqual([])
})

it('asks with the same key what became of payments that nobody answered for, and pays none twice', async () => {
  const unheard = await paid(
    ...[CENTS.paidUnheard, CENTS.paidTooLate, CENTS.paidWhenAsked].map((cents) => amountOf(cents)),
  )
  const allocations = unheard.map(({ allocations: [one] }) => one)
  for (const { status, transactionStatus, transactionResult } of allocations)
    expect([status, transactionStatus, transactionResult]).toEqual(['processing', 'timeout', 'unknown'])
  expect(allocations.map(({ id }) => service.books.has(id))).toEqual([true, true, false])

  for (const { transactionId } of allocations)
    await done(us.call(`POST /transactions/${transactionId}/query`))
  await desk.stack.quiet()
  const resolved = await Promise.all(unheard.map(({ id }) => show(id)))
  expect(resolved.map(({ status, paidAmount }) => [status, paidAmount])).toEqual([
    ['fulfilled', 5.94],
    ['fulfilled', 5.97],
    ['fulfilled', 5.95],
  ])
  for (const { id } of allocations) {
    expect(service.timesCalled.get(id)).toBe(2)
    expect(service.books.has(id)).toBe(true)
  }
  expect(service.refused).toEqual([])
})

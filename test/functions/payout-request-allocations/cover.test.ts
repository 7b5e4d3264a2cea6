import { afterAll, beforeAll, expect, it } from 'vitest'
import { SALE } from '../../harness/customers.ts'
import { type Ask, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'

/** What is left uncovered when exposure goes down behind allocations that are still pending (rules §4.1). */

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

/** A card that has paid 10 EUR in, through accounts that pay covered payouts and anything. */
async function paidIn() {
  const organization = newOrganization()
  const ask = desk.as(organization)
  const body = { gatewayName: 'TestProcessor', acceptedCurrencies: ['EUR'], method: 'payment-card' }
  for (const [id, readyToPayoutInstruction] of [
    ['gw_card', 'covered-payout'],
    ['gw_all', 'all'],
  ] as const)
    await ask('gateway-accounts/put', { id, body: { ...body, readyToPayoutInstruction } })
  await ask('payment-instruments/put', {
    id: 'card_cus_1',
    body: { customerId: 'cus_1', method: 'payment-card', brand: 'Visa' },
  })
  await ask('transactions/create', { body: { ...SALE, id: 'txn_sale' } })
  const [request] = await approvedRequests(desk.table.as(organization), 1, () => ({ amountMinor: 100_00n }))
  return { ask, id: request?.id ?? '' }
}

const allocate = async (ask: Ask, payoutRequestId: string, amount: number, gatewayAccountId = 'gw_card') => {
  const body = { payoutRequestId, paymentInstrumentId: 'card_cus_1', gatewayAccountId, amount }
  return (await ask('payout-request-allocations/create', { body })).body
}

/** Wherever the API shows an allocation: by itself, in a list, in its request, in a list of requests. */
async function shownEverywhere(ask: Ask, payoutRequestId: string, id: string): Promise<boolean[]> {
  const single = await ask('payout-request-allocations/get', { id })
  const listed = await ask('payout-request-allocations/list', {
    method: 'GET',
    query: { filter: `id:${id}` },
  })
  const request = await ask('payout-requests/get', { id: payoutRequestId })
  const requests = await ask('payout-requests/list', {
    method: 'GET',
    query: { filter: `id:${payoutRequestId}` },
  })
  const patched = await ask('payout-requests/patch', { id: payoutRequestId, body: { description: id } })
  return [
    single.body,
    ...listed.body,
    ...[request.body, requests.body[0], patched.body].map(({ allocations }) =>
      allocations.find((one: { id: string }) => one.id === id),
    ),
  ].map(({ uncovered }) => uncovered)
}

it('shows a pending allocation uncovered once its payment is disputed, and covered when it is won', async () => {
  const { ask, id } = await paidIn()
  const allocation = await allocate(ask, id, 10)
  expect([allocation.uncovered, allocation.exposureAmount]).toEqual([false, 10])
  expect(await shownEverywhere(ask, id, allocation.id)).toEqual([false, false, false, false, false])

  await ask('transactions/patch', { id: 'txn_sale', body: { status: 'disputed' } })
  expect(await shownEverywhere(ask, id, allocation.id)).toEqual([true, true, true, true, true])
  const kept = (await ask('payout-request-allocations/get', { id: allocation.id })).body
  expect(kept.exposureAmount).toBe(10) // as it was just before the allocation

  await ask('transactions/patch', { id: 'txn_sale', body: { status: 'completed' } })
  expect(await shownEverywhere(ask, id, allocation.id)).toEqual([false, false, false, false, false])
})

it('says at once that a person sets more aside than is covered, of all that is pending on the pair', async () => {
  const { ask, id } = await paidIn()
  const first = await allocate(ask, id, 8)
  const second = await allocate(ask, id, 2.01)
  expect([first.uncovered, second.uncovered, second.exposureAmount]).toEqual([false, true, 10])
  expect(await shownEverywhere(ask, id, first.id)).toEqual([true, true, true, true, true])
})

it('asks for no cover of what an account pays anyway, or what has begun or was given back', async () => {
  const { ask, id } = await paidIn()
  const anyway = await allocate(ask, id, 50, 'gw_all')
  const begun = await allocate(ask, id, 20)
  const canceled = await allocate(ask, id, 20)
  await ask('payout-request-allocations/patch', { id: begun.id, body: { status: 'processing' } })
  await ask('payout-request-allocations/patch', { id: canceled.id, body: { status: 'canceled' } })
  for (const one of [anyway, begun, canceled])
    expect(await shownEverywhere(ask, id, one.id), one.id).toEqual([false, false, false, false, false])
})

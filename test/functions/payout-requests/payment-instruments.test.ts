import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PayoutAsk } from '../../../shared/domain/payout-request-changes.ts'
import { type Ask, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { account, card, giveInstruments, openAccounts, paid } from '../../harness/world.ts'

let desk: TestDesk
let ask: Ask
const organization = newOrganization()

beforeAll(async () => {
  desk = await startTestDesk()
  ask = desk.as(organization)
  const table = desk.table.as(organization)
  await openAccounts(
    table,
    account('gw_b', { gatewayName: 'Adyen', readyToPayoutInstruction: 'covered-payout' }),
    account('gw_a'),
    account('gw_down', { isDown: true }),
    account('gw_closed', { status: 'closed', readyToPayoutInstruction: 'approved-payment' }),
    account('gw_bank', { method: 'bank-transfer' }),
  )
  await giveInstruments(
    table,
    card('cus_1', 'inst_2'),
    card('cus_1', 'inst_1'),
    card('cus_1', 'inst_expired', { status: 'expired' }),
  )
  const payment = { customerId: 'cus_1', currency: 'EUR', paymentInstrumentId: 'inst_expired' }
  await paid(table, { ...payment, gatewayAccountId: 'gw_closed', amountMinor: 25_50n })
})
afterAll(() => desk.stop())

async function request(fields: Partial<PayoutAsk> = {}): Promise<string> {
  const [made] = await approvedRequests(desk.table.as(organization), 1, () => ({
    amountMinor: 100_00n,
    ...fields,
  }))
  return made?.id ?? ''
}

const offersOf = async (id: string): Promise<any[]> => {
  const { status, body, text } = await ask('payout-requests/payment-instruments', { id, method: 'GET' })
  expect(status, text).toBe(200)
  return body
}

const pairsOf = (rows: readonly any[]) =>
  rows.map(({ paymentInstrumentId, gatewayAccountId }) => `${paymentInstrumentId} ${gatewayAccountId}`)

it('offers each pair that can serve, and those with a history that cannot', async () => {
  const rows = await offersOf(await request())
  expect(pairsOf(rows)).toEqual([
    'inst_1 gw_a',
    'inst_1 gw_b',
    'inst_2 gw_a',
    'inst_2 gw_b',
    'inst_expired gw_closed',
  ])
  expect(rows[1]).toEqual({
    paymentInstrumentId: 'inst_1',
    gatewayName: 'Adyen',
    gatewayAccountId: 'gw_b',
    gatewayPayoutInstruction: 'covered-payout',
    exposureAmount: 0,
    previousAllocatedAmount: 0,
    lastPaymentTime: null,
    lastPayoutTime: null,
  })
  expect(rows[4]).toMatchObject({
    gatewayPayoutInstruction: 'approved-payment',
    exposureAmount: 25.5,
    lastPaymentTime: '2026-01-02T03:04:05.000Z',
  })
})

it('shows exposure of the currency of the request only', async () => {
  expect(pairsOf(await offersOf(await request({ currency: 'USD' })))).not.toContain('inst_expired gw_closed')
})

it('tells what this request has set aside on the pair, without what was given back', async () => {
  const [id, other] = [await request(), await request()]
  const allocate = async (payoutRequestId: string, gatewayAccountId: string, amount: number) => {
    const body = { payoutRequestId, paymentInstrumentId: 'inst_1', gatewayAccountId, amount }
    return (await ask('payout-request-allocations/create', { body })).body
  }
  await allocate(id, 'gw_a', 10)
  await allocate(id, 'gw_a', 20.5)
  await allocate(other, 'gw_a', 40)
  const canceled = await allocate(id, 'gw_b', 5)
  await ask('payout-request-allocations/patch', { id: canceled.id, body: { status: 'canceled' } })
  const amounts = (await offersOf(id)).map(({ previousAllocatedAmount }) => previousAllocatedAmount)
  expect(amounts).toEqual([30.5, 0, 0, 0, 0])
})

it('adds the instrument that was asked for where no account serves it', async () => {
  expect(pairsOf(await offersOf(await request({ paymentInstrumentId: 'inst_2' })))).toHaveLength(5)
  const id = await request({ customerId: 'cus_new', paymentInstrumentId: 'inst_new' })
  expect(await offersOf(id)).toEqual([
    {
      paymentInstrumentId: 'inst_new',
      gatewayName: null,
      gatewayAccountId: '',
      gatewayPayoutInstruction: null,
      exposureAmount: 0,
      previousAllocatedAmount: 0,
      lastPaymentTime: null,
      lastPayoutTime: null,
    },
  ])
})

it('knows no request that is unknown or of another organization', async () => {
  const [foreign] = await approvedRequests(desk.table.as('org_other'), 1)
  for (const id of ['pout_req_no', foreign?.id ?? '', 'a#b'])
    expect((await ask('payout-requests/payment-instruments', { id, method: 'GET' })).status).toBe(404)
})

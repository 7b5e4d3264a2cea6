import { afterAll, beforeAll, expect, it } from 'vitest'
import { customerProfile } from '../../../shared/repository/customers.ts'
import { findTransaction } from '../../../shared/repository/transactions.ts'
import { call } from '../../harness/api.ts'
import { newOrganization } from '../../harness/desk.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'

const organization = newOrganization()
let table: TestTable
let handlers: Record<
  'allocate' | 'patch' | 'getRequest' | 'patchRequest' | 'patchGateway',
  Parameters<typeof call>[0]
>

beforeAll(async () => {
  table = await startTestTable()
  handlers = {
    allocate: (await import('../../../functions/payout-request-allocations/create.ts')).handler,
    patch: (await import('../../../functions/payout-request-allocations/patch.ts')).handler,
    getRequest: (await import('../../../functions/payout-requests/get.ts')).handler,
    patchRequest: (await import('../../../functions/payout-requests/patch.ts')).handler,
    patchGateway: (await import('../../../functions/gateway-accounts/patch.ts')).handler,
  }
  await openAccounts(table.as(organization), account('gw_1'), account('gw_2'))
  await giveInstruments(table.as(organization), card('cus_1', 'inst_1'))
})
afterAll(() => table.stop())

async function allocated(gatewayAccountId = 'gw_1') {
  const [request] = await approvedRequests(table.as(organization), 1, () => ({ amountMinor: 100_00n }))
  const body = { payoutRequestId: request?.id, paymentInstrumentId: 'inst_1', gatewayAccountId, amount: 60 }
  return (await call(handlers.allocate, { organization, body })).body
}

const patch = (id: string, status: unknown) => call(handlers.patch, { organization, id, body: { status } })

const openOnPair = async () => {
  const { exposures } = await customerProfile(table.as(organization), {
    customerId: 'cus_1',
    currency: 'EUR',
  })
  return exposures.find(({ gatewayAccountId }) => gatewayAccountId === 'gw_1')?.openMinor ?? 0n
}

it('cancels a pending allocation once and gives its amount back', async () => {
  const before = await openOnPair()
  const { id, payoutRequestId } = await allocated()
  expect(await openOnPair()).toBe(before + 60_00n)
  const answers = await Promise.all([patch(id, 'canceled'), patch(id, 'canceled'), patch(id, 'canceled')])
  for (const { status, body } of answers) expect([status, body.status]).toEqual([200, 'canceled'])
  const request = (await call(handlers.getRequest, { organization, id: payoutRequestId })).body
  expect(request).toMatchObject({ status: 'in-progress', availableAmount: 100 })
  expect(await openOnPair()).toBe(before)
})

it('begins the payment of a pending allocation once, with the credit that is sent', async () => {
  const { id, payoutRequestId } = await allocated()
  const answers = await Promise.all([patch(id, 'processing'), patch(id, 'processing')])
  const [{ body }] = answers as [(typeof answers)[0], unknown]
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(answers[1]?.body).toEqual(body)
  expect(body).toMatchObject({
    status: 'processing',
    transactionResult: 'unknown',
    transactionStatus: 'sending',
  })
  expect(await findTransaction(table.as(organization), body.transactionId)).toMatchObject({
    type: 'credit',
    amountMinor: 60_00n,
    payoutRequestId,
    payoutRequestAllocationId: id,
  })
  expect((await patch(id, 'canceled')).body).toMatchObject({
    type: 'urn:payout-desk:problem:transition-not-allowed',
    from: 'processing',
    to: 'canceled',
  })
})

it('refuses both for a blocked request, and payment through an account that cannot pay', async () => {
  const { id, payoutRequestId } = await allocated('gw_2')
  await call(handlers.patchGateway, { organization, id: 'gw_2', body: { readyToPayoutInstruction: 'none' } })
  expect((await patch(id, 'processing')).body.type).toBe('urn:payout-desk:problem:gateway-cannot-pay')
  await call(handlers.patchRequest, { organization, id: payoutRequestId, body: { blocked: true } })
  for (const status of ['processing', 'canceled'])
    expect((await patch(id, status)).body.type).toBe('urn:payout-desk:problem:blocked')
  const request = (await call(handlers.getRequest, { organization, id: payoutRequestId })).body
  expect(request.allocations).toEqual([
    expect.objectContaining({ id, status: 'pending', transactionId: null }),
  ])
})

it('refuses a status that nobody may set, and ids that nobody has', async () => {
  const { id } = await allocated()
  for (const status of ['completed', 'pending', undefined, 7]) {
    const answer = await patch(id, status)
    expect([answer.status, answer.body.invalidFields?.[0]?.field]).toEqual([422, 'status'])
  }
  for (const unknown of ['pra_x', 'x', id.replace(/01$/, '02')])
    expect((await patch(unknown, 'canceled')).status).toBe(404)
  expect(
    (await call(handlers.patch, { organization: newOrganization(), id, body: { status: 'canceled' } }))
      .status,
  ).toBe(404)
})

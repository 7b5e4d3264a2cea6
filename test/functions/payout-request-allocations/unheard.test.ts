import { afterAll, beforeAll, expect, it } from 'vitest'
import { newOrganization } from '../../harness/desk.ts'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'

let desk: FrontedDesk
beforeAll(async () => {
  desk = await startFrontedDesk()
})
afterAll(() => desk.stop())

it('an allocation whose answer is lost and whose next try is throttled is made once, also without a key', async () => {
  const organization = newOrganization()
  const table = desk.table.as(organization)
  await openAccounts(table, account('gw'))
  await giveInstruments(table, card('cus_1', 'inst_1'))
  const [request] = await approvedRequests(table, 1)
  const action = 'dynamodb:TransactWriteItems'
  desk.endpoint.faults.inject({ kind: 'lost-answer', action, call: 1 })
  desk.endpoint.faults.inject({ kind: 'exceeded-transaction', action, call: 2 })

  const ask = desk.as(organization)
  const body = {
    payoutRequestId: request?.id,
    paymentInstrumentId: 'inst_1',
    gatewayAccountId: 'gw',
    amount: 4,
  }
  expect((await ask('payout-request-allocations/create', { body })).status).toBe(201)

  const { body: shown } = await ask('payout-requests/get', { id: request?.id ?? '' })
  expect(shown).toMatchObject({ availableAmount: 6, allocations: [{ amount: 4 }] })
  expect(shown.allocations).toHaveLength(1)
})

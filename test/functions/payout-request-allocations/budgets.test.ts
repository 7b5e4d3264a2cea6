import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FunctionCounts } from '../../../infra/local/endpoint/counts.ts'
import { newOrganization } from '../../harness/desk.ts'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'

/** What changing an allocation's status may ask of DynamoDB (issue 4). */

let desk: FrontedDesk
beforeAll(async () => {
  desk = await startFrontedDesk()
})
afterAll(() => desk.stop())

async function requestsOf(status: 'processing' | 'canceled'): Promise<FunctionCounts['requests']> {
  const organization = newOrganization()
  const [ask, table] = [desk.as(organization), desk.table.as(organization)]
  await openAccounts(table, account('gw_1'))
  await giveInstruments(table, card('cus_1', 'inst_1'))
  const [request] = await approvedRequests(table, 1)
  const leg = { paymentInstrumentId: 'inst_1', gatewayAccountId: 'gw_1', amount: 1 }
  const body = { payoutRequestId: request?.id, ...leg }
  const { id } = (await ask('payout-request-allocations/create', { body })).body
  const before = desk.endpoint.counts.snapshot()
  const answer = await ask('payout-request-allocations/patch', { id, body: { status } })
  expect(answer.body).toMatchObject({ status })
  const { functions } = desk.endpoint.counts.since(before)
  const [counts, ...others] = Object.values(functions)
  expect(others).toEqual([])
  return counts?.requests ?? {}
}

it('an allocation is canceled by one read and one transaction', async () => {
  expect(await requestsOf('canceled')).toEqual({ 'dynamodb:Query': 1, 'dynamodb:TransactWriteItems': 1 })
})

it('its payment begins by the same, and a look at the gateway account as it is at that moment', async () => {
  expect(await requestsOf('processing')).toEqual({
    'dynamodb:Query': 1,
    'dynamodb:GetItem': 1,
    'dynamodb:TransactWriteItems': 1,
  })
})

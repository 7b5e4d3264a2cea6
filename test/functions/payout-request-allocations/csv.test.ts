import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { locateAllocation } from '../../../shared/domain/identifiers.ts'
import { allocationKey, transactionKey } from '../../../shared/repository/keys.ts'
import { type Ask, newOrganization, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { account, card, giveInstruments, openAccounts } from '../../harness/world.ts'

let desk: TestDesk
let ask: Ask
const organization = newOrganization()
let payoutRequestId: string

beforeAll(async () => {
  desk = await startTestDesk()
  ask = desk.as(organization)
  const table = desk.table.as(organization)
  await openAccounts(table, account('gw_1', { gatewayName: '=Bank, "Ltd"' }))
  await giveInstruments(table, card('cus_1', 'inst_1'))
  const [request] = await approvedRequests(table, 1, () => ({ amountMinor: 100_00n }))
  payoutRequestId = request?.id ?? ''
})
afterAll(() => desk.stop())

async function allocate(amount: number): Promise<any> {
  const pair = { paymentInstrumentId: 'inst_1', gatewayAccountId: 'gw_1' }
  return (await ask('payout-request-allocations/create', { body: { payoutRequestId, ...pair, amount } })).body
}

const list = (query: Record<string, string>, accept = 'text/csv') =>
  ask('payout-request-allocations/list', { method: 'GET', query, headers: { accept } })

/** As the payment's end leaves both items; who writes that is not what this is about. */
async function complete({ id, transactionId }: any, at: string, reference: string): Promise<void> {
  const { client, name } = desk.table.as(organization)
  const number = locateAllocation(id)?.number ?? 0
  await client.send(
    new UpdateCommand({
      TableName: name,
      Key: allocationKey(organization, payoutRequestId, number),
      UpdateExpression: 'SET #status = :status, updatedTime = :at',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': 'completed', ':at': at },
    }),
  )
  await client.send(
    new UpdateCommand({
      TableName: name,
      Key: transactionKey(organization, transactionId),
      UpdateExpression: 'SET gatewayTransactionId = :reference',
      ExpressionAttributeValues: { ':reference': reference },
    }),
  )
}

it('shows a page of allocations as a file, with what reconciliation needs', async () => {
  const paying = await allocate(60.5)
  const begun = { id: paying.id, body: { status: 'processing' } }
  const { body } = await ask('payout-request-allocations/patch', begun)
  await complete(body, '2026-05-06T07:08:09.010Z', '+ref 7')
  const pending = await allocate(30)

  const query = { filter: `payoutRequestId:${payoutRequestId}`, sort: 'amount', limit: '10' }
  const { status, headers, text } = await list(query)
  expect([status, headers['Content-Type']]).toEqual([200, 'text/csv; charset=utf-8; header=present'])
  expect([headers['Pagination-Total'], headers['Pagination-Limit'], headers['Pagination-Offset']]).toEqual([
    '2',
    '10',
    '0',
  ])
  const [names, first, second] = text.split('\r\n')
  expect(names).toBe(
    'id,payoutRequestId,batchId,runId,customerId,paymentInstrumentId,paymentMethod,gatewayAccountId,gatewayName,' +
      'gatewayPayoutInstruction,currency,amount,exposureAmount,status,uncovered,transactionId,transactionResult,' +
      'transactionStatus,gatewayTransactionId,createdTime,updatedTime,completedTime',
  )
  const pair = 'cus_1,inst_1,payment-card,gw_1,"\'=Bank, ""Ltd""",all,EUR'
  const { createdTime } = pending
  expect(first).toBe(
    `${pending.id},${payoutRequestId},,,${pair},30,0,pending,false,,,,,${createdTime},${createdTime},`,
  )
  expect(second).toBe(
    `${paying.id},${payoutRequestId},,,${pair},60.5,0,completed,false,${body.transactionId},unknown,sending,` +
      `'+ref 7,${paying.createdTime},2026-05-06T07:08:09.010Z,2026-05-06T07:08:09.010Z`,
  )
  const shown = (await list(query, 'application/json')).body
  expect(shown.map(({ id }: { id: string }) => id)).toEqual([pending.id, paying.id])
})

it('is a line of names where nothing is found, and refuses in JSON', async () => {
  const { text, headers } = await list({ filter: 'payoutRequestId:pout_req_no' })
  expect([text.split('\r\n').length, headers['Pagination-Total']]).toEqual([2, '0'])
  const refused = await list({ filter: 'nonsense:1' })
  expect([refused.status, refused.body.type]).toEqual([400, 'urn:payout-desk:problem:invalid-filter'])
})

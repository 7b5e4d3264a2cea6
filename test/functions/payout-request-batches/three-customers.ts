import { newOrganization, type TestDesk } from '../../harness/desk.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { batchOf } from '../../harness/runs.ts'
import { account, card, giveInstruments, openAccounts, paid } from '../../harness/world.ts'

/** Anna is covered for all, Bert for 300 of 500 yen and not by his other card, Carl has no card. */
export async function threeCustomers(desk: TestDesk) {
  const organization = newOrganization()
  const table = desk.table.as(organization)
  const pair = { gatewayAccountId: 'gw_1' }
  await openAccounts(table, account('gw_1', { readyToPayoutInstruction: 'covered-payout' }))
  await giveInstruments(
    table,
    card('cus_anna', 'inst_anna'),
    card('cus_bert', 'inst_bert'),
    card('cus_bert', 'inst_bert_2'),
  )
  await paid(table, {
    ...pair,
    customerId: 'cus_anna',
    currency: 'EUR',
    paymentInstrumentId: 'inst_anna',
    amountMinor: 90_00n,
  })
  await paid(table, {
    ...pair,
    customerId: 'cus_bert',
    currency: 'JPY',
    paymentInstrumentId: 'inst_bert',
    amountMinor: 300n,
  })
  const asks = [
    { customerId: 'cus_anna', currency: 'EUR', amountMinor: 12_34n },
    { customerId: 'cus_bert', currency: 'JPY', amountMinor: 500n },
    { customerId: 'cus_carl', currency: 'EUR', amountMinor: 1_00n },
  ]
  const requests = await approvedRequests(table, 3, (i) => asks[i] ?? {})
  const ids = requests.map(({ id }) => id)
  const ask = desk.as(organization)
  return { organization, table, ask, ids, id: await batchOf(ask, ids) }
}

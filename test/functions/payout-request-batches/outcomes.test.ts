import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { type Ask, startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { askedRun, batchOf, finishedRun } from '../../harness/runs.ts'
import { threeCustomers } from './three-customers.ts'

let desk: TestDesk

beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

const outcomes = (ask: Ask, id: string, query: Record<string, string> = {}, headers = {}) =>
  ask('payout-request-batches/outcomes', { id, query, headers, method: 'GET' })

it('tells what became of each member, amounts as decimals, with its allocations and the reasons', async () => {
  const { ask, table, ids, id } = await threeCustomers(desk)
  const runId = await finishedRun(ask, table, id)
  const { body } = await outcomes(ask, id)
  const [anna = '', bert = '', carl = ''] = ids
  const allocations = await ask('payout-request-allocations/list', {
    query: { filter: `runId:${runId}` },
    method: 'GET',
  })
  const allocationOf = (request: string) =>
    allocations.body.find((one: { payoutRequestId: string }) => one.payoutRequestId === request)?.id
  const common = { runId, errorId: null }
  expect(body).toEqual([
    {
      ...common,
      payoutRequestId: anna,
      customerId: 'cus_anna',
      currency: 'EUR',
      amount: 12.34,
      availableBefore: 12.34,
      allocatedAmount: 12.34,
      unallocatedAmount: 0,
      outcome: 'allocated',
      reason: null,
      reasons: [],
      legs: [
        {
          allocationId: allocationOf(anna),
          paymentInstrumentId: 'inst_anna',
          gatewayAccountId: 'gw_1',
          amount: 12.34,
          limitedBy: 'amount',
        },
      ],
    },
    {
      ...common,
      payoutRequestId: bert,
      customerId: 'cus_bert',
      currency: 'JPY',
      amount: 500,
      availableBefore: 500,
      allocatedAmount: 300,
      unallocatedAmount: 200,
      outcome: 'partially-allocated',
      reason: null,
      reasons: ['no-covering-payment'],
      legs: [
        {
          allocationId: allocationOf(bert),
          paymentInstrumentId: 'inst_bert',
          gatewayAccountId: 'gw_1',
          amount: 300,
          limitedBy: 'exposure',
        },
      ],
    },
    {
      ...common,
      payoutRequestId: carl,
      customerId: 'cus_carl',
      currency: 'EUR',
      amount: 1,
      availableBefore: 1,
      allocatedAmount: 0,
      unallocatedAmount: 1,
      outcome: 'not-allocated',
      reason: 'no-instrument',
      reasons: [],
      legs: [],
    },
  ])
  expect(allocationOf(anna)).toEqual(expect.any(String))
})

it('finds outcomes by filter, in the order and on the page that was asked for', async () => {
  const { ask, table, ids, id } = await threeCustomers(desk)
  await finishedRun(ask, table, id)
  const found = async (query: Record<string, string>) => {
    const { body, headers } = await outcomes(ask, id, query)
    const rows = body.map((row: { payoutRequestId: string }) => ids.indexOf(row.payoutRequestId))
    return [rows, headers['Pagination-Total'], headers['Pagination-Limit'], headers['Pagination-Offset']]
  }
  expect(await found({})).toEqual([[0, 1, 2], '3', '100', '0'])
  expect(await found({ filter: 'outcome:not-allocated' })).toEqual([[2], '1', '100', '0'])
  expect(await found({ filter: 'reason:no-instrument' })).toEqual([[2], '1', '100', '0'])
  expect(await found({ filter: 'reason:null' })).toEqual([[0, 1], '2', '100', '0'])
  expect(await found({ filter: `payoutRequestId:${ids[1]}` })).toEqual([[1], '1', '100', '0'])
  expect(await found({ filter: 'customerId:!cus_anna' })).toEqual([[1, 2], '2', '100', '0'])
  expect(await found({ filter: 'currency:EUR;unallocatedAmount:0.01..' })).toEqual([[2], '1', '100', '0'])
  expect(await found({ sort: '-amount', limit: '1', offset: '1' })).toEqual([[0], '3', '1', '1'])
})

it('refuses what it does not know', async () => {
  const { ask, table, id } = await threeCustomers(desk)
  const other = await threeCustomers(desk)
  const theirs = await finishedRun(other.ask, other.table, other.id)
  const another = await batchOf(
    ask,
    (await approvedRequests(table, 1)).map((request) => request.id),
  )
  const elsewhere = await finishedRun(ask, table, another)
  const statusOf = async (query: Record<string, string>, batch = id) =>
    (await outcomes(ask, batch, query)).status
  for (const run of [theirs, elsewhere, 'run_x', 'a b#c']) expect(await statusOf({ run }), run).toBe(404)
  expect(await statusOf({}, 'preq_batch_x')).toBe(404)
  expect(await statusOf({ filter: 'legs:1' })).toBe(400)
  expect(await statusOf({ filter: 'outcome:lucky' })).toBe(400)
})

it('has no outcomes before the first run, and those that exist while one is in progress', async () => {
  const { ask, table, ids, id } = await threeCustomers(desk)
  expect((await outcomes(ask, id)).body).toEqual([])
  const run = await askedRun(ask, id)
  expect((await outcomes(ask, id)).body).toEqual([])
  await beginAndSettle(table, { batchId: id, runId: run }, ids.slice(1, 2))
  expect((await outcomes(ask, id)).body).toMatchObject([{ payoutRequestId: ids[1], runId: run }])
})

/** As a chunk that was interrupted behind these members. */
async function beginAndSettle(
  { organization }: OrganizationTable,
  run: { batchId: string; runId: string },
  requests: readonly string[],
): Promise<void> {
  const reference = { organizationId: organization, ...run }
  await (await import('../../../functions/batch-run/begin.ts')).handler(reference)
  const { handler } = await import('../../../functions/batch-run/allocate-chunk.ts')
  await handler({ ...reference, chunk: { number: 0, requests } })
}

it('files the page as CSV for who asks for it, one line a member', async () => {
  const { ask, table, ids, id } = await threeCustomers(desk)
  const runId = await finishedRun(ask, table, id)
  const query = { filter: 'currency:EUR' }
  const { text, headers, body } = await outcomes(ask, id, query, { Accept: 'text/csv' })
  const [
    {
      legs: [leg],
    },
  ] = (await outcomes(ask, id, query)).body
  expect(body).toBeUndefined()
  expect(headers).toMatchObject({
    'Content-Type': 'text/csv; charset=utf-8; header=present',
    'Pagination-Total': '2',
  })
  expect(text.split('\r\n')).toEqual([
    'payoutRequestId,customerId,currency,amount,availableBefore,allocatedAmount,unallocatedAmount,outcome,reason,reasons,allocationIds,runId,errorId',
    `${ids[0]},cus_anna,EUR,12.34,12.34,12.34,0,allocated,,,${leg.allocationId},${runId},`,
    `${ids[2]},cus_carl,EUR,1,1,0,1,not-allocated,no-instrument,,,${runId},`,
    '',
  ])
})

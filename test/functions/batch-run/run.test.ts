import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { call } from '../../harness/api.ts'
import { executeRun } from '../../harness/batch-run.ts'
import { approvedRequests } from '../../harness/payout-requests.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'
import { account, card, giveInstruments, openAccounts, paid } from '../../harness/world.ts'

let table: TestTable
let handlers: Record<'createBatch' | 'getBatch' | 'autoAllocate' | 'getRequest', Parameters<typeof call>[0]>

beforeAll(async () => {
  table = await startTestTable()
  handlers = {
    createBatch: (await import('../../../functions/payout-request-batches/create.ts')).handler,
    getBatch: (await import('../../../functions/payout-request-batches/get.ts')).handler,
    autoAllocate: (await import('../../../functions/payout-request-batches/auto-allocate.ts')).handler,
    getRequest: (await import('../../../functions/payout-requests/get.ts')).handler,
  }
})
afterAll(() => table.stop())

async function runOver(desk: OrganizationTable, ids: readonly string[]) {
  const { organization } = desk
  const batch = await call(handlers.createBatch, { organization, body: { payoutRequestIds: ids } })
  const started = await call(handlers.autoAllocate, {
    organization,
    id: batch.body.id,
    headers: { Prefer: 'respond-async' },
  })
  expect(started.body.status).toBe('processing')
  const chunks = await executeRun(desk, batch.body.id, started.body.run.id)
  return { chunks, batch: (await call(handlers.getBatch, { organization, id: batch.body.id })).body }
}

it('allocates what it can, keeps a part where there is no more, and counts both', async () => {
  const desk = table.as('org_mixed')
  await openAccounts(
    desk,
    account('gw_all', { acceptedCurrencies: ['EUR'] }),
    account('gw_cov', { acceptedCurrencies: ['JPY'], readyToPayoutInstruction: 'covered-payout' }),
  )
  await giveInstruments(desk, card('cus_a', 'inst_a'), card('cus_b', 'inst_b'))
  await paid(desk, {
    customerId: 'cus_b',
    currency: 'JPY',
    paymentInstrumentId: 'inst_b',
    gatewayAccountId: 'gw_cov',
    amountMinor: 900n,
  })
  const requests = [
    ...(await approvedRequests(desk, 2, () => ({ customerId: 'cus_a', amountMinor: 10_00n }))),
    ...(await approvedRequests(desk, 3, () => ({ customerId: 'cus_b', currency: 'JPY', amountMinor: 600n }))),
    ...(await approvedRequests(desk, 1, () => ({ customerId: 'cus_nobody' }))),
  ]

  const { batch } = await runOver(
    desk,
    requests.map(({ id }) => id),
  )

  expect(batch).toMatchObject({ status: 'completed', totalCount: 6, successCount: 3, failureCount: 3 })
  expect(batch.run).toMatchObject({
    finishedTime: expect.any(String),
    outcomeCounts: {
      allocated: 3,
      'already-allocated': 0,
      'partially-allocated': 1,
      'not-allocated': 2,
      fault: 0,
    },
    allocatedAmountByCurrency: [
      { currency: 'EUR', amount: 20 },
      { currency: 'JPY', amount: 900 },
    ],
    unallocatedAmountByCurrency: [
      { currency: 'EUR', amount: 10 },
      { currency: 'JPY', amount: 900 },
    ],
  })
  const shown = await Promise.all(
    requests.map(({ id }) => call(handlers.getRequest, { organization: 'org_mixed', id })),
  )
  expect(shown.map(({ body }) => [body.status, body.availableAmount])).toEqual([
    ['in-progress', 0],
    ['in-progress', 0],
    ['in-progress', 0],
    ['in-progress', 300],
    ['approved', 600],
    ['approved', 10],
  ])
  expect(shown[3]?.body.allocations).toEqual([
    expect.objectContaining({
      paymentInstrumentId: 'inst_b',
      gatewayAccountId: 'gw_cov',
      amount: 300,
      status: 'pending',
      runId: batch.run.id,
      exposureAmount: 900,
    }),
  ])
})

it.each([
  ['20 customers', 20],
  ['1000 customers', 1000],
])('settles 1000 requests of %s once, however often its steps are repeated', async (_, customers) => {
  const desk = table.as(`org_${customers}`)
  await openAccounts(desk, account('gw_1'))
  await giveInstruments(desk, ...Array.from({ length: customers }, (_, i) => card(`cus_${i}`, `inst_${i}`)))
  const requests = await approvedRequests(desk, 1000, (i) => ({ customerId: `cus_${i % customers}` }))

  const { batch, chunks } = await runOver(
    desk,
    requests.map(({ id }) => id),
  )
  expect(chunks).toBeLessThanOrEqual(32)
  expect(batch).toMatchObject({ status: 'completed', successCount: 1000, failureCount: 0 })

  await executeRun(desk, batch.id, batch.run.id)
  const again = await call(handlers.getBatch, { organization: desk.organization, id: batch.id })
  expect({ ...again.body, payoutRequestIds: [] }).toEqual({ ...batch, payoutRequestIds: [] })
  const one = await call(handlers.getRequest, { organization: desk.organization, id: requests[7]?.id ?? '' })
  expect(one.body.allocations).toHaveLength(1)
})

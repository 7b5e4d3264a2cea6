import { beforeAll, expect, it } from 'vitest'
import { type JourneyDesk, type JourneyOrganization, sharedDesk } from '../harness/desk.ts'
import { ASK, allocationOf, approvedRequest, payableCustomer } from '../harness/steps.ts'
import { type Sdk, sdkOf, uncalled } from './sdk.ts'

let desk: JourneyDesk
let us: JourneyOrganization
let sdk: Sdk

beforeAll(async () => {
  desk = await sharedDesk()
  us = await desk.newOrganization()
  sdk = sdkOf(desk, us)
  await payableCustomer(us.call)
})

it('takes a payout request from its creation to its approval', async () => {
  const { payoutRequests } = sdk.api
  const created = await payoutRequests.create({ data: ASK })
  expect(created.response.status).toBe(201)
  expect(created.fields).toMatchObject({ ...ASK, status: 'ready', availableAmount: 100, allocations: [] })

  const { id } = created.fields
  expect((await payoutRequests.get({ id })).fields).toEqual(created.fields)
  const described = await payoutRequests.update({ id, data: { ...ASK, description: 'Winnings' } })
  expect([described.response.status, described.fields.description]).toEqual([200, 'Winnings'])
  const approved = await payoutRequests.patch({ id, data: { status: 'approved' } })
  expect(approved.fields).toMatchObject({ id, status: 'approved', description: 'Winnings' })
})

it("creates a payout request under the caller's own id: asked for, then put", async () => {
  const { payoutRequests } = sdk.api
  const created = await payoutRequests.create({ id: 'our-own~id.1', data: ASK })
  expect([created.response.status, created.fields.id]).toEqual([201, 'our-own~id.1'])
  expect((await payoutRequests.get({ id: 'our-own~id.1' })).fields).toEqual(created.fields)
})

it('lists payout requests page by page, filtered and sorted', async () => {
  const currency = 'BHD'
  for (const amount of [3, 1, 2]) await approvedRequest(us.call, { currency, amount, customerId: 'cus_list' })
  const { payoutRequests } = sdk.api
  const filter = 'customerId:cus_list;currency:BHD;amount:1..2.5'
  await expect.poll(async () => (await payoutRequests.getAll({ filter })).total).toBe(2)

  const page = await payoutRequests.getAll({ filter, sort: ['-amount'], limit: 1, offset: 1 })
  expect([page.total, page.limit, page.offset]).toEqual([2, 1, 1])
  expect(page.items.map(({ fields }: any) => fields.amount)).toEqual([1])
})

it('allocates by hand, begins one payment and cancels another', async () => {
  const { payoutRequestAllocations, payoutRequests } = sdk.api
  const { id } = await approvedRequest(us.call)
  const first = await payoutRequestAllocations.create({ data: allocationOf(id, 60) })
  const second = await payoutRequestAllocations.create({ data: allocationOf(id, 30.25) })
  expect(first.fields).toMatchObject({ amount: 60, status: 'pending' })

  const begun = await payoutRequestAllocations.update({
    id: first.fields.id,
    data: { status: 'processing' },
  })
  expect(begun.fields).toMatchObject({ status: 'processing', transactionId: expect.stringMatching(/^txn_/) })
  await payoutRequestAllocations.update({ id: second.fields.id, data: { status: 'canceled' } })
  const one = async () => (await payoutRequestAllocations.get({ id: first.fields.id })).fields
  await expect.poll(async () => (await one()).status).toBe('completed')
  expect(await one()).toMatchObject({
    transactionId: begun.fields.transactionId,
    transactionResult: 'approved',
  })

  const shown = await payoutRequestAllocations.getAll({ filter: `payoutRequestId:${id}`, sort: ['amount'] })
  expect(shown.items.map(({ fields }: any) => [fields.amount, fields.status])).toEqual([
    [30.25, 'canceled'],
    [60, 'completed'],
  ])
  expect((await payoutRequests.get({ id })).fields).toMatchObject({
    status: 'in-progress',
    availableAmount: 40,
    allocations: [{ status: 'completed' }, { status: 'canceled' }],
  })
})

it('has an allocation processed, asks what became of it, and says so where nobody else can', async () => {
  const { payoutRequestAllocations, payoutRequests, transactions } = sdk.api
  const { id } = await approvedRequest(us.call, { amount: 9.98 })
  const { fields: made } = await payoutRequestAllocations.create({ data: allocationOf(id, 9.98) })
  await payoutRequestAllocations.process({ data: { allocationIds: [made.id] } })
  const one = async () => (await payoutRequestAllocations.get({ id: made.id })).fields
  await expect.poll(async () => (await one()).transactionStatus).toBe('timeout') // 98: unknown until resolved by hand
  const { transactionId } = await one()

  await transactions.query({ id: transactionId })
  await transactions.update({ id: transactionId, data: { result: 'approved' } })

  expect(await one()).toMatchObject({ status: 'completed', transactionResult: 'approved' })
  expect((await payoutRequests.get({ id })).fields).toMatchObject({ status: 'fulfilled', paidAmount: 9.98 })
})

it('asks where a payout request could be paid to, and allocates it automatically', async () => {
  const { payoutRequestAllocations, payoutRequests } = sdk.api
  const { id } = await approvedRequest(us.call)
  const offered = await payoutRequests.getPaymentInstruments({ id })
  expect(Object.values(offered.fields)).toMatchObject([
    { paymentInstrumentId: 'inst_1', gatewayAccountId: 'gw_1', previousAllocatedAmount: 0 },
  ])

  const placed = await payoutRequestAllocations.autoAllocate({ data: { payoutRequestId: id } })
  expect(placed.response.status).toBe(204)
  const shown = await payoutRequestAllocations.getAll({ filter: `payoutRequestId:${id}` })
  expect(shown.items.map(({ fields }: any) => [fields.amount, fields.uncovered])).toEqual([[100, false]])
})

it('batches payout requests and allocates them automatically, without a body', async () => {
  const { payoutRequestBatches, payoutRequests } = sdk.api
  const requests = await Promise.all([1, 2, 3].map(() => approvedRequest(us.call)))
  const payoutRequestIds = requests.map(({ id }) => id)
  const created = await payoutRequestBatches.create({
    data: { payoutRequestIds, description: 'Nightly payouts' },
  })
  expect([created.response.status, created.fields.totalCount]).toEqual([201, 3])

  const { id } = created.fields
  await payoutRequestBatches.autoAllocate({ id })
  await expect.poll(async () => (await payoutRequestBatches.get({ id })).fields.status).toBe('completed')
  expect((await payoutRequestBatches.get({ id })).fields).toMatchObject({ successCount: 3, failureCount: 0 })
  const members = await payoutRequests.getAll({ filter: `batchId:${id}` })
  expect(members.items.map(({ fields }: any) => [fields.batchId, fields.availableAmount])).toEqual(
    payoutRequestIds.map(() => [id, 0]),
  )
  await expect
    .poll(async () => (await payoutRequestBatches.getAll({ q: 'nightly' })).items)
    .toMatchObject([{ fields: { id } }])
})

it('changes a batch, and approves and blocks its members', async () => {
  const { payoutRequestBatches, payoutRequests } = sdk.api
  const { fields: request } = await payoutRequests.create({ data: ASK })
  const { fields: batch } = await payoutRequestBatches.create({ data: { payoutRequestIds: [request.id] } })
  const { id } = batch

  const patched = await payoutRequestBatches.patch({ id, data: { description: 'Weekly' } })
  expect(patched.fields).toMatchObject({ id, description: 'Weekly', totalCount: 1 })
  expect((await payoutRequestBatches.approve({ id })).response.status).toBe(200)
  expect((await payoutRequests.get({ id: request.id })).fields.status).toBe('approved')
  expect((await payoutRequestBatches.block({ id, data: { reason: 'aml-review' } })).response.status).toBe(200)
  expect((await payoutRequests.get({ id: request.id })).fields).toMatchObject({
    blocked: true,
    blockReason: 'aml-review',
  })
})

it('adds to a batch and removes from it, unblocks its members, previews and deletes it', async () => {
  const { payoutRequestBatches, payoutRequests } = sdk.api
  const [first, second] = [await approvedRequest(us.call), await approvedRequest(us.call)]
  const asked = { payoutRequestIds: [first.id] }
  const { id } = (await payoutRequestBatches.create({ data: asked })).fields
  const addition = { payoutRequestIds: [second.id] }
  expect((await payoutRequestBatches.addPayoutRequests({ id, data: addition })).fields.totalCount).toBe(2)
  expect((await payoutRequestBatches.removePayoutRequests({ id, data: asked })).fields.totalCount).toBe(1)

  await payoutRequests.patch({ id: second.id, data: { blocked: true } })
  expect((await payoutRequestBatches.unblock({ id })).response.status).toBe(200)
  expect((await payoutRequests.get({ id: second.id })).fields).toMatchObject({ blocked: false, batchId: id })

  const filter = `id:${first.id},${second.id}`
  const preview = {
    matchingCount: 1,
    customerCount: 1,
    totalAmountByCurrency: [{ currency: 'EUR', amount: 100 }],
  }
  expect((await payoutRequestBatches.preview({ filter })).fields).toMatchObject(preview)
  expect((await payoutRequestBatches.delete({ id })).response.status).toBe(204)
  expect((await payoutRequestBatches.preview({ filter })).fields).toMatchObject({ matchingCount: 2 })
})

it('called every operation on payouts that the client knows', () => {
  const unknownToClient = [
    'PostPayoutRequestCancellation', // its previous version knew it
    'PostPayoutRequestBatchCancelAllocations',
    'PostPayoutRequestBatchProcess',
    'GetPayoutRequestBatchOutcomes',
    'GetPayoutRequestBatchOutcome',
    'GetPayoutRequestBatchRunCollection',
    'PostPayoutRequestBatchAllocationPlan',
  ]
  const concerns = (path: string) =>
    path.startsWith('/payout-request') && !/split|timeline|schedules|batch-requests/.test(path)
  expect(uncalled(sdk.called, concerns)).toEqual(unknownToClient)
})

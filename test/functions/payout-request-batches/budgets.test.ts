import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'
import { readyRequests } from '../../harness/payout-requests.ts'
import { batchesOn } from './members.ts'

/** What operations on 1000 members may cost (issue 3); items are under 1 KB. */

let desk: FrontedDesk
beforeAll(async () => {
  desk = await startFrontedDesk()
})
afterAll(() => desk.stop())

const many = (i: number) => ({ customerId: `cus_${i % 333}` })

describe('where the index lags', () => {
  it('a filter takes only what is free, fills up with what comes after, and pays little for it', async () => {
    const { ask, requests, create } = batchesOn(desk)
    const ids = await requests(300)
    await desk.endpoint.indexes.freeze(desk.table.name)
    await create(ids.slice(0, 150))
    const { answer, cost } = await desk.costOf(() =>
      ask('payout-request-batches/create', { body: { filter: 'status:approved' } }),
    )
    await desk.endpoint.indexes.thaw()
    expect(answer.body.payoutRequestIds.toSorted()).toEqual(ids.slice(150).toSorted())
    expect(cost.dynamodbRequests).toBeLessThanOrEqual(30)
    expect(cost.tableWriteUnits).toBeLessThanOrEqual(400)
  })
})

describe('a batch of 1000', () => {
  it('is created by ids in 25 requests, 2,200 table and 2,000 index write units', async () => {
    const { ask, requests } = batchesOn(desk)
    const payoutRequestIds = await requests(1000, many)
    const { answer, cost } = await desk.costOf(() =>
      ask('payout-request-batches/create', { body: { payoutRequestIds } }),
    )
    expect(answer.status).toBe(201)
    expect(cost.dynamodbRequests).toBeLessThanOrEqual(25)
    expect(cost.tableWriteUnits).toBeLessThanOrEqual(2_200)
    expect(cost.indexWriteUnits).toBeLessThanOrEqual(2_000)
  })

  it('is created by a filter in 60 requests', async () => {
    const { ask, requests } = batchesOn(desk)
    await requests(1200, many)
    const { answer, cost } = await desk.costOf(() =>
      ask('payout-request-batches/create', { body: { filter: 'status:approved' } }),
    )
    expect(answer.body.totalCount).toBe(1000)
    expect(cost.dynamodbRequests).toBeLessThanOrEqual(60)
    expect(cost.tableWriteUnits).toBeLessThanOrEqual(2_200)
  })

  it('is deleted in 40 requests', async () => {
    const { ask, create } = batchesOn(desk)
    const { id } = await create(1000)
    const { answer, cost } = await desk.costOf(() => ask('payout-request-batches/delete', { id }))
    expect(answer.status).toBe(204)
    expect(cost.dynamodbRequests).toBeLessThanOrEqual(40)
  })

  it('is unblocked in 50 requests, and loses half of its members in as many', async () => {
    const { ask, requests, create } = batchesOn(desk)
    const batch = await create(await requests(1000, () => ({ blocked: true, blockReason: 'other' })))
    const unblock = await desk.costOf(() => ask('payout-request-batches/unblock', { id: batch.id }))
    expect(unblock.answer.status).toBe(200)
    expect(unblock.cost.dynamodbRequests).toBeLessThanOrEqual(50)
    const payoutRequestIds = batch.payoutRequestIds.filter((_: string, i: number) => i % 2 === 0)
    const remove = await desk.costOf(() =>
      ask('payout-request-batches/remove', { id: batch.id, body: { payoutRequestIds } }),
    )
    expect(remove.answer.body.totalCount).toBe(500)
    expect(remove.cost.dynamodbRequests).toBeLessThanOrEqual(50)
  })

  it('is approved in 1,020 requests, and blocked in as many', async () => {
    const { ask, create, organization } = batchesOn(desk)
    const ready = await readyRequests(desk.table.as(organization), 1000)
    const { id } = await create(ready.map((request) => request.id))
    const approve = await desk.costOf(() => ask('payout-request-batches/approve', { id }))
    expect(approve.answer.status).toBe(200)
    expect(approve.cost.dynamodbRequests).toBeLessThanOrEqual(1_020)
    const block = await desk.costOf(() =>
      ask('payout-request-batches/block', { id, body: { reason: 'risk-review' } }),
    )
    expect(block.answer.status).toBe(200)
    expect(block.cost.dynamodbRequests).toBeLessThanOrEqual(1_020)
    const blocked = await ask('payout-requests/list', { query: { filter: 'status:approved;blocked:true' } })
    expect(blocked.headers['Pagination-Total']).toBe('1000')
  })

  it('takes 500 more in 40 requests', async () => {
    const { ask, requests, create } = batchesOn(desk)
    const batch = await create(500)
    const payoutRequestIds = await requests(500)
    const { answer, cost } = await desk.costOf(() =>
      ask('payout-request-batches/add', { id: batch.id, body: { payoutRequestIds } }),
    )
    expect(answer.body.totalCount).toBe(1000)
    expect(cost.dynamodbRequests).toBeLessThanOrEqual(40)
  })
})

it('a preview of 10,000 matches takes 40 requests', async () => {
  const { ask, requests } = batchesOn(desk)
  await requests(10_000, many)
  const { answer, cost } = await desk.costOf(() =>
    ask('payout-request-batches/preview', { query: { filter: 'status:approved' } }),
  )
  expect(answer.body.matchingCount).toBe(10_000)
  expect(cost.dynamodbRequests).toBeLessThanOrEqual(40)
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { batchesOn } from './members.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

const CREATE = 'payout-request-batches/create'
const PREVIEW = 'payout-request-batches/preview'

describe('a batch made by a filter', () => {
  it('has what matches and is in no batch, and the preview has said so', async () => {
    const { ask, requests, create } = batchesOn(desk)
    const ids = await requests(12, (i) => ({
      websiteId: i < 8 ? 'web_a' : 'web_b',
      customerId: `cus_${i % 3}`,
      amountMinor: BigInt((i + 1) * 100),
    }))
    await create(ids.slice(0, 2))
    const filter = 'websiteId:web_a;amount:..7'
    const preview = await ask(PREVIEW, { query: { filter } })
    expect(preview).toMatchObject({
      status: 200,
      body: { matchingCount: 5, customerCount: 3, totalAmountByCurrency: [{ currency: 'EUR', amount: 25 }] },
    })
    const { status, body } = await ask(CREATE, { body: { filter, description: 'June' } })
    expect(status).toBe(201)
    expect(body.payoutRequestIds.toSorted()).toEqual(ids.slice(2, 7).toSorted())
    expect(body).toMatchObject({ totalCount: 5, description: 'June', ...withoutCount(preview.body) })
  })

  it('has the oldest 1000 of those that match; the preview counts them all', async () => {
    const { ask, requests } = batchesOn(desk)
    const ids = await requests(1100)
    const filter = 'status:approved'
    const { body } = await ask(PREVIEW, { query: { filter } })
    expect(body).toEqual({
      matchingCount: 1100,
      customerCount: 1,
      totalAmountByCurrency: [{ currency: 'EUR', amount: 10_000 }],
    })
    const first = await ask(CREATE, { body: { filter } })
    expect(first.status).toBe(201)
    expect(first.body.payoutRequestIds.toSorted()).toEqual(ids.slice(0, 1000).toSorted())
    const second = await ask(CREATE, { body: { filter } })
    expect(second.body.payoutRequestIds.toSorted()).toEqual(ids.slice(1000).toSorted())
  })

  it('is judged by what requests are now, also by when they were changed', async () => {
    const { ask, requests } = batchesOn(desk)
    const ids = await requests(4)
    const from = new Date(Date.now() + 60_000).toISOString()
    expect((await ask(CREATE, { body: { filter: `updatedTime:${from}..` } })).status).toBe(400)
    const now = new Date().toISOString()
    await ask('payout-requests/patch', { id: ids[1] ?? '', body: { description: 'changed' } })
    const filter = `updatedTime:${now}..`
    expect((await ask(PREVIEW, { query: { filter } })).body.matchingCount).toBe(1)
    const { body } = await ask(CREATE, { body: { filter } })
    expect(body.payoutRequestIds).toEqual([ids[1]])
  })

  it('can name ids, and ignores what it says of batches', async () => {
    const { ask, requests, create } = batchesOn(desk)
    const ids = await requests(4)
    await create(ids.slice(0, 1))
    const filter = `id:${ids.slice(0, 3).join(',')};batchId:null`
    expect((await ask(PREVIEW, { query: { filter } })).body.matchingCount).toBe(2)
    const { body } = await ask(CREATE, { body: { filter } })
    expect(body.payoutRequestIds).toEqual(ids.slice(1, 3))
  })
})

const withoutCount = ({ matchingCount: _, ...rest }: Record<string, unknown>) => rest

describe('refuses', () => {
  it.each([
    ['an empty filter', '', 'filter-empty'],
    ['a filter by batch alone', 'batchId:preq_batch_x', 'filter-empty'],
    ['a field that it does not know', 'color:red', 'invalid-filter'],
    ['a value of another type', 'amount:much', 'invalid-filter'],
  ])('%s, everywhere', async (_, filter, reason) => {
    const { ask, create } = batchesOn(desk)
    const batch = await create(1)
    const answers = [
      await ask(CREATE, { body: { filter } }),
      await ask(PREVIEW, { query: { filter } }),
      await ask('payout-request-batches/add', { id: batch.id, body: { filter } }),
    ]
    for (const { status, body } of answers) {
      expect(status).toBe(400)
      expect(body.type).toBe(`urn:payout-desk:problem:${reason}`)
    }
  })

  it('a filter that matches nothing; its preview is of nothing', async () => {
    const { ask, create } = batchesOn(desk)
    await create(2)
    const refused = await ask(CREATE, { body: { filter: 'status:approved' } })
    expect(refused.status).toBe(400)
    expect(refused.body.type).toBe('urn:payout-desk:problem:nothing-matches')
    const preview = await ask(PREVIEW, { query: { filter: 'status:approved' } })
    expect(preview).toMatchObject({
      status: 200,
      body: { matchingCount: 0, customerCount: 0, totalAmountByCurrency: [] },
    })
  })

  it('a preview without a filter', async () => {
    const { status, body } = await batchesOn(desk).ask(PREVIEW)
    expect(status).toBe(400)
    expect(body.type).toBe('urn:payout-desk:problem:filter-empty')
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executeRun } from '../../harness/batch-run.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { batchesOn } from './members.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

const REMOVE = 'payout-request-batches/remove'

describe('removing payout requests', () => {
  it('frees them, and recomputes the totals from those who stay', async () => {
    const { ask, requests, create, get, batchOf } = batchesOn(desk)
    const ids = await requests(200, (i) => ({ customerId: `cus_${i % 50}`, amountMinor: BigInt(i + 1) }))
    const batch = await create(ids)
    const leaving = ids.filter((_, i) => i % 50 >= 10)
    const { status, body } = await ask(REMOVE, { id: batch.id, body: { payoutRequestIds: leaving } })
    const staying = ids.filter((id) => !leaving.includes(id))
    expect(status).toBe(200)
    expect(body.payoutRequestIds.toSorted()).toEqual(staying.toSorted())
    const amountMinor = ids.reduce((sum, id, i) => (leaving.includes(id) ? sum : sum + i + 1), 0)
    expect(body).toMatchObject({
      totalCount: 40,
      customerCount: 10,
      totalAmountByCurrency: [{ currency: 'EUR', amount: amountMinor / 100 }],
    })
    expect(await get(batch.id)).toEqual(body)
    expect(await batchOf([leaving[0] ?? '', leaving.at(-1) ?? '', staying[0] ?? ''])).toEqual([
      null,
      null,
      batch.id,
    ])
    const next = await create(leaving)
    expect(next.totalCount).toBe(160)
  })

  it('can take the last one and give it back', async () => {
    const { ask, create, get } = batchesOn(desk)
    const batch = await create(1)
    const [id] = batch.payoutRequestIds
    const empty = await ask(REMOVE, { id: batch.id, body: { payoutRequestIds: [id] } })
    expect(empty).toMatchObject({
      status: 200,
      body: { totalCount: 0, customerCount: 0, totalAmountByCurrency: [], payoutRequestIds: [] },
    })
    const full = await ask('payout-request-batches/add', { id: batch.id, body: { payoutRequestIds: [id] } })
    expect(full).toMatchObject({ status: 200, body: { totalCount: 1, payoutRequestIds: [id] } })
    expect(await get(batch.id)).toEqual(full.body)
  })

  it('leaves status and allocations as they are', async () => {
    const { ask, create } = batchesOn(desk)
    const batch = await create(2)
    const [id] = batch.payoutRequestIds
    const before = (await ask('payout-requests/get', { id })).body
    await ask(REMOVE, { id: batch.id, body: { payoutRequestIds: [id] } })
    expect((await ask('payout-requests/get', { id })).body).toEqual({ ...before, batchId: null })
  })
})

describe('refuses and changes nothing:', () => {
  it('ids that are not in this batch, naming all of them', async () => {
    const { ask, requests, create, get } = batchesOn(desk)
    const [batch, other] = [await create(2), await create(1)]
    const [free = ''] = await requests(1)
    const wrong = [free, other.payoutRequestIds[0], 'pout_req_no', 'a#b']
    const body = { payoutRequestIds: [...wrong, batch.payoutRequestIds[0]] }
    const answer = await ask(REMOVE, { id: batch.id, body })
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({
      type: 'urn:payout-desk:problem:not-in-batch',
      conflictingCount: 4,
      conflictingIds: wrong,
    })
    expect(await get(batch.id)).toEqual(batch)
  })

  it('a batch that is being processed', async () => {
    const { organization, ask, create, get } = batchesOn(desk)
    const batch = await create(1)
    const headers = { Prefer: 'respond-async' }
    const { body } = await ask('payout-request-batches/auto-allocate', { id: batch.id, headers })
    const remove = () => ask(REMOVE, { id: batch.id, body: { payoutRequestIds: batch.payoutRequestIds } })
    const refused = await remove()
    expect(refused.status).toBe(409)
    expect(refused.body.type).toBe('urn:payout-desk:problem:batch-is-processing')
    expect(refused.headers['Retry-After']).toBeDefined()
    expect((await get(batch.id)).totalCount).toBe(1)
    await executeRun(desk.table.as(organization), batch.id, body.run.id)
    expect((await remove()).status).toBe(200)
  })

  it.each([
    ['nothing', {}, ['payoutRequestIds']],
    ['an empty list', { payoutRequestIds: [] }, ['payoutRequestIds']],
    ['an id twice', { payoutRequestIds: ['a', 'a'] }, ['payoutRequestIds.1']],
    ['a filter', { payoutRequestIds: ['a'], filter: 'status:ready' }, ['filter']],
  ])('%s', async (_, body, fields) => {
    const { ask, create } = batchesOn(desk)
    const batch = await create(1)
    const answer = await ask(REMOVE, { id: batch.id, body })
    expect(answer.status).toBe(422)
    expect(answer.body.invalidFields.map(({ field }: { field: string }) => field)).toEqual(fields)
  })

  it('an unknown batch', async () => {
    const answer = await batchesOn(desk).ask(REMOVE, { id: 'none', body: { payoutRequestIds: ['a'] } })
    expect(answer.status).toBe(404)
  })
})

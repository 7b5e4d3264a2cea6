import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { batchesOn } from './members.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

const DELETE = 'payout-request-batches/delete'

it('deletes a batch and frees its members, which keep their status and blocks', async () => {
  const { ask, requests, create, batchOf } = batchesOn(desk)
  const ids = await requests(120, (i) => ({ blocked: i === 0, blockReason: i === 0 ? 'other' : null }))
  const batch = await create(ids)
  const answer = await ask(DELETE, { id: batch.id })
  expect(answer).toMatchObject({ status: 204, text: '' })
  expect((await ask('payout-request-batches/get', { id: batch.id })).status).toBe(404)
  expect((await ask('payout-request-batches/list')).body).toEqual([])
  expect(await batchOf(ids.slice(0, 3))).toEqual([null, null, null])
  const { body } = await ask('payout-requests/get', { id: ids[0] ?? '' })
  expect(body).toMatchObject({ status: 'approved', blocked: true, blockReason: 'other', batchId: null })
  expect((await create(ids)).totalCount).toBe(120)
})

it('answers 404 for what is deleted, unknown or foreign', async () => {
  const { ask, create } = batchesOn(desk)
  const batch = await create(1)
  const foreign = await batchesOn(desk).create(1)
  await ask(DELETE, { id: batch.id })
  for (const id of [batch.id, foreign.id, 'preq_batch_none', 'a#b'])
    expect((await ask(DELETE, { id })).status).toBe(404)
})

it('refuses while a run is in progress', async () => {
  const { ask, create, get } = batchesOn(desk)
  const batch = await create(1)
  const headers = { Prefer: 'respond-async' }
  await ask('payout-request-batches/auto-allocate', { id: batch.id, headers })
  const { status, body, headers: answered } = await ask(DELETE, { id: batch.id })
  expect(status).toBe(409)
  expect(body.type).toBe('urn:payout-desk:problem:batch-is-processing')
  expect(answered['Retry-After']).toBeDefined()
  expect((await get(batch.id)).totalCount).toBe(1)
})

it('deletes a batch that was added to and removed from', async () => {
  const { ask, requests, create, batchOf } = batchesOn(desk)
  const batch = await create(3)
  const added = await requests(3)
  await ask('payout-request-batches/add', { id: batch.id, body: { payoutRequestIds: added } })
  const payoutRequestIds = [added[0], batch.payoutRequestIds[0]]
  await ask('payout-request-batches/remove', { id: batch.id, body: { payoutRequestIds } })
  expect((await ask(DELETE, { id: batch.id })).status).toBe(204)
  const all = [...added, ...batch.payoutRequestIds]
  expect(await batchOf(all)).toEqual(all.map(() => null))
  expect((await create(all)).totalCount).toBe(6)
})

it('refuses an outdated If-Match, and answers a repeated key with 204', async () => {
  const { ask, create, get } = batchesOn(desk)
  const batch = await create(1)
  const stale = await ask(DELETE, { id: batch.id, headers: { 'If-Match': '"9"' } })
  expect(stale.status).toBe(412)
  expect((await get(batch.id)).totalCount).toBe(1)
  const headers = { 'Idempotency-Key': `delete-${batch.id}` }
  expect((await ask(DELETE, { id: batch.id, headers })).status).toBe(204)
  expect((await ask(DELETE, { id: batch.id, headers })).status).toBe(204)
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { batchesOn } from './members.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

const UNBLOCK = 'payout-request-batches/unblock'

const blocked = { blocked: true, blockReason: 'risk-review' } as const

it('unblocks every blocked member and leaves the others and the batch as they are', async () => {
  const { ask, requests, create, get } = batchesOn(desk)
  const ids = await requests(250, (i) => (i % 2 === 0 ? blocked : {}))
  const batch = await create(ids)
  const before = await Promise.all(ids.map(async (id) => (await ask('payout-requests/get', { id })).body))
  const { status, body } = await ask(UNBLOCK, { id: batch.id })
  expect(status).toBe(200)
  expect(body).toEqual(batch)
  expect(await get(batch.id)).toEqual(batch)
  const after = await Promise.all(ids.map(async (id) => (await ask('payout-requests/get', { id })).body))
  expect(after).toEqual(
    before.map((one) => ({
      ...one,
      blocked: false,
      blockReason: null,
      updatedTime: one.blocked ? expect.any(String) : one.updatedTime,
    })),
  )
})

it('says who unblocked, once for each member', async () => {
  const { organization, ask, requests, create } = batchesOn(desk)
  const [id = ''] = await requests(1, () => blocked)
  const batch = await create([id])
  await ask(UNBLOCK, { id: batch.id, userId: 'usr_calm' })
  await ask(UNBLOCK, { id: batch.id, userId: 'usr_other' })
  const { theRequest } = await import('../../../shared/repository/payout-requests.ts')
  expect(await theRequest(desk.table.as(organization), id)).toMatchObject({
    blocked: false,
    version: 2,
    lastChange: { by: 'usr_calm', actions: [{ type: 'payout-request-unblocked' }] },
  })
})

it('leaves finished members blocked', async () => {
  const { organization, ask, requests, create } = batchesOn(desk)
  const ids = await requests(2, () => blocked)
  const batch = await create(ids)
  const { commit } = await import('../../../shared/repository/write.ts')
  const { requestKey } = await import('../../../shared/repository/keys.ts')
  const key = requestKey(organization, ids[0] ?? '')
  await commit(desk.table.as(organization), [{ key, update: { set: [['status', 'fulfilled']] } }])
  expect((await ask(UNBLOCK, { id: batch.id })).status).toBe(200)
  const shown = await Promise.all(
    ids.map(async (id) => (await ask('payout-requests/get', { id })).body.blocked),
  )
  expect(shown).toEqual([true, false])
})

it('is allowed while the batch is being processed', async () => {
  const { ask, requests, create } = batchesOn(desk)
  const ids = await requests(1, () => blocked)
  const batch = await create(ids)
  const headers = { Prefer: 'respond-async' }
  await ask('payout-request-batches/auto-allocate', { id: batch.id, headers })
  expect(await ask(UNBLOCK, { id: batch.id })).toMatchObject({ status: 200, body: { status: 'processing' } })
  expect((await ask('payout-requests/get', { id: ids[0] ?? '' })).body.blocked).toBe(false)
})

it('answers 404 for an unknown and for a foreign batch', async () => {
  const { ask } = batchesOn(desk)
  const foreign = await batchesOn(desk).create(1)
  for (const id of ['preq_batch_none', foreign.id]) expect((await ask(UNBLOCK, { id })).status).toBe(404)
})

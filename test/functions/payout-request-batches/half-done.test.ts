import { afterAll, beforeAll, expect, it } from 'vitest'
import { additionTable, addMembers } from '../../../shared/repository/batches/addition.ts'
import { membersAt } from '../../../shared/repository/batches/claiming-table.ts'
import { theBatchWithMembers } from '../../../shared/repository/batches/members.ts'
import { removeMembers } from '../../../shared/repository/batches/removal.ts'
import { batchContents } from '../../harness/batch-contents.ts'
import { crashAt } from '../../harness/crash.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { LONG_AGO, operations, stamp } from '../background/operations.ts'
import { type Batches, batchesOn } from './members.ts'

/** What everybody sees and may do while somebody has stopped in the middle. */

let desk: TestDesk
let sweep: () => Promise<unknown>
beforeAll(async () => {
  desk = await startTestDesk()
  sweep = (await import('../../../functions/background/sweep.ts')).handler
})
afterAll(() => desk.stop())

async function stopped(
  batches: Batches,
  name: 'creation' | 'addition' | 'removal' | 'deletion',
  write: number,
) {
  const operation = operations[name]
  if (!operation) throw new Error(`There is no ${name}.`)
  const about = await operation.prepare(batches)
  const crash = crashAt(desk.table.as(batches.organization), write, 'after')
  expect(await Promise.race([crash.stopped, operation.run(crash.table, about)])).toBe('stopped')
  return about
}

const listed = async ({ ask }: Batches, id: string) =>
  (await ask('payout-requests/list', { query: { filter: `batchId:${id}`, limit: '1000' } })).body.map(
    (one: { id: string }) => one.id,
  )

it('a removal is seen by every reader from its first write on, and its requests can be batched again', async () => {
  const batches = batchesOn(desk)
  const { batch, ids } = await stopped(batches, 'removal', 1)
  const staying = batch.payoutRequestIds.filter((id: string) => !ids.includes(id))
  expect(await batches.get(batch.id)).toMatchObject({ totalCount: staying.length })
  expect((await batches.get(batch.id)).payoutRequestIds.toSorted()).toEqual(staying.toSorted())
  expect((await listed(batches, batch.id)).toSorted()).toEqual(staying.toSorted())
  expect(await batches.batchOf([ids[0] ?? '', staying[0]])).toEqual([null, batch.id])

  const other = await batches.create(ids.slice(0, 30))
  await sweep()
  const { members, halfDone } = await batchContents(desk.table.as(batches.organization))
  expect(halfDone).toEqual([])
  expect(members.get(other.id)?.toSorted()).toEqual(ids.slice(0, 30).toSorted())
  expect(members.get(batch.id)?.toSorted()).toEqual(staying.toSorted())
})

it('an addition is seen by nobody, and whoever is wanted can be batched when its lease is over', async () => {
  const batches = batchesOn(desk)
  const { batch, ids } = await stopped(batches, 'addition', 2)
  expect(await batches.get(batch.id)).toEqual(batch)
  expect((await listed(batches, batch.id)).toSorted()).toEqual(batch.payoutRequestIds.toSorted())
  expect(await batches.batchOf(ids.slice(0, 2))).toEqual([null, null])
  const other = await batches.create(ids.slice(0, 5))
  await batches.ask('payout-request-batches/add', {
    id: batch.id,
    body: { payoutRequestIds: ids.slice(5, 9) },
  })
  await sweep()
  const { members, halfDone } = await batchContents(desk.table.as(batches.organization))
  expect(halfDone).toEqual([])
  expect(members.get(other.id)?.toSorted()).toEqual(ids.slice(0, 5).toSorted())
  expect(members.get(batch.id)?.toSorted()).toEqual(
    [...batch.payoutRequestIds, ...ids.slice(5, 9)].toSorted(),
  )
})

it('a filter finishes what others left behind before it selects', async () => {
  for (const name of ['creation', 'addition', 'deletion'] as const) {
    const batches = batchesOn(desk)
    const { batch, ids } = await stopped(batches, name, name === 'deletion' ? 1 : 2)
    const free = name === 'deletion' ? batch.payoutRequestIds : ids
    const { status, body } = await batches.ask('payout-request-batches/create', {
      body: { filter: 'status:approved' },
    })
    expect(status, name).toBe(201)
    expect(body.payoutRequestIds.toSorted(), name).toEqual(free.toSorted())
  }
})

it('a deletion can be asked for again until it has happened, and is gone for everybody else', async () => {
  const batches = batchesOn(desk)
  const { batch } = await stopped(batches, 'deletion', 1)
  expect((await batches.ask('payout-request-batches/get', { id: batch.id })).status).toBe(404)
  expect(await batches.batchOf(batch.payoutRequestIds.slice(0, 2))).toEqual([null, null])
  expect((await batches.ask('payout-request-batches/delete', { id: batch.id })).status).toBe(204)
  const { members, halfDone } = await batchContents(desk.table.as(batches.organization))
  expect([members.size, halfDone]).toEqual([0, []])
})

it('another change waits and is refused while somebody who is at work does not come to an end', async () => {
  const batches = batchesOn(desk)
  const { id, payoutRequestIds } = await batches.create(3)
  const table = desk.table.as(batches.organization)
  const { batch, chunks } = await theBatchWithMembers(table, id)
  const removal = { id: 'change_1', batch, groups: chunks, staying: [], stamp }
  const now = { now: () => new Date() }
  expect(await removeMembers(table, removal, now)).toBeDefined()
  const added = await batches.ask('payout-request-batches/add', { id, body: { payoutRequestIds } })
  expect(added.status).toBe(409)
  expect(added.body.type).toBe('urn:payout-desk:problem:batch-is-changing')
  expect(added.headers['Retry-After']).toBeDefined()
  expect((await batches.ask('payout-request-batches/delete', { id })).status).toBe(204)
})

it('nobody removes members of a run that began after they were looked at', async () => {
  const batches = batchesOn(desk)
  const { id } = await batches.create(3)
  await batches.ask('payout-request-batches/auto-allocate', { id, headers: { Prefer: 'respond-async' } })
  const table = desk.table.as(batches.organization)
  const { batch, chunks } = await theBatchWithMembers(table, id)
  const removal = { id: 'change_1', batch, groups: chunks, staying: [], stamp }
  expect(await removeMembers(table, removal, LONG_AGO)).toBeUndefined()
})

it('nobody adds under numbers that an addition has used up which was undone after the batch was looked at', async () => {
  const batches = batchesOn(desk)
  const { id, payoutRequestIds } = await batches.create(3)
  const table = desk.table.as(batches.organization)
  const { batch } = await theBatchWithMembers(table, id)
  const members = await membersAt(table, payoutRequestIds)
  const wanted = await membersAt(table, await batches.requests(2))
  const addition = (change: string) =>
    additionTable(table, { id: change, batch, members, stamp }, { now: () => new Date() })
  const undone = addition('change_1')
  expect(await undone.begin()).toBe(true)
  expect(await undone.claimChunk(0, wanted)).toEqual({ kind: 'claimed' })
  expect(await undone.undo([])).toBe(true)

  const late = await addMembers(addition('change_2'), { kind: 'ids', members: wanted })
  expect(late).toEqual({ kind: 'batch-changed' })
  const added = await batches.ask('payout-request-batches/add', {
    id,
    body: { payoutRequestIds: wanted.map((one) => one.id) },
  })
  expect(added).toMatchObject({ status: 200, body: { totalCount: 5 } })
  expect((await batchContents(table)).halfDone).toEqual([])
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { batchContents } from '../../harness/batch-contents.ts'
import { executeRun } from '../../harness/batch-run.ts'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'
import { type Batches, batchesOn } from './members.ts'

/** Operations beside each other, with conflicts, throttling and lost answers; another SEED strikes other calls. */

const seed = Number(process.env.SEED ?? 1)
let desk: FrontedDesk

beforeAll(async () => {
  desk = await startFrontedDesk({ seed })
  const { faults } = desk.endpoint
  faults.inject({ kind: 'conflict', probability: 0.05 })
  faults.inject({ kind: 'throttled-transaction', probability: 0.03 })
  faults.inject({ kind: 'lost-answer', probability: 0.02 })
})
afterAll(() => desk.stop())

const contentsOf = ({ organization }: Batches) => batchContents(desk.table.as(organization))

const statusesOf = (answers: readonly { readonly status: number }[]) =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b)

it('filters side by side put every request into one batch', async () => {
  const batches = batchesOn(desk)
  const ids = await batches.requests(300)
  const filter = { body: { filter: 'status:approved' } }
  const answers = await Promise.all([1, 2, 3].map(() => batches.ask('payout-request-batches/create', filter)))
  for (const { status } of answers) expect([201, 400, 409], `SEED=${seed}`).toContain(status)
  const { members, free, halfDone } = await contentsOf(batches)
  expect(halfDone).toEqual([])
  expect(free).toEqual([])
  expect([...members.values()].flat().toSorted()).toEqual(ids.toSorted())
  for (const { status, body } of answers)
    if (status === 201) expect(members.get(body.id)?.toSorted()).toEqual(body.payoutRequestIds.toSorted())
})

it('additions to one batch follow each other, and what both want one gets', async () => {
  const batches = batchesOn(desk)
  const { id, payoutRequestIds } = await batches.create(5)
  const ids = await batches.requests(250)
  const add = (some: readonly string[]) =>
    batches.ask('payout-request-batches/add', { id, body: { payoutRequestIds: some } })
  const answers = await Promise.all([add(ids.slice(0, 120)), add(ids.slice(120)), add(ids.slice(100, 140))])
  const { members, halfDone } = await contentsOf(batches)
  expect(halfDone, `SEED=${seed}`).toEqual([])
  expect(statusesOf(answers).filter((status) => status !== 200 && status !== 409)).toEqual([])
  const added = [ids.slice(0, 120), ids.slice(120), ids.slice(100, 140)].filter(
    (_, i) => answers[i]?.status === 200,
  )
  expect(added.length).toBeGreaterThan(0)
  expect(members.get(id)?.toSorted()).toEqual([...payoutRequestIds, ...added.flat()].toSorted())
})

it('an addition and a removal both happen', async () => {
  const batches = batchesOn(desk)
  const { id, payoutRequestIds } = await batches.create(150)
  const ids = await batches.requests(150)
  const leaving = payoutRequestIds.slice(0, 120)
  const answers = await Promise.all([
    batches.ask('payout-request-batches/add', { id, body: { payoutRequestIds: ids } }),
    batches.ask('payout-request-batches/remove', { id, body: { payoutRequestIds: leaving } }),
  ])
  expect(statusesOf(answers), `SEED=${seed}`).toEqual([200, 200])
  const { members, halfDone } = await contentsOf(batches)
  expect(halfDone).toEqual([])
  expect(members.get(id)?.toSorted()).toEqual([...ids, ...payoutRequestIds.slice(120)].toSorted())
})

it('a deletion and a creation of the same: who comes second is refused or has them all', async () => {
  const batches = batchesOn(desk)
  const ids = await batches.requests(150)
  const { id } = await batches.create(ids)
  const [deleted, created] = await Promise.all([
    batches.ask('payout-request-batches/delete', { id }),
    batches.ask('payout-request-batches/create', { body: { payoutRequestIds: ids } }),
  ])
  expect(deleted.status, `SEED=${seed}`).toBe(204)
  expect([201, 409]).toContain(created.status)
  const { members, free, halfDone } = await contentsOf(batches)
  expect(halfDone).toEqual([])
  expect(members.has(id)).toBe(false)
  expect((created.status === 201 ? members.get(created.body.id) : free)?.toSorted()).toEqual(ids.toSorted())
})

it('a deletion beside an addition leaves everything free', async () => {
  const batches = batchesOn(desk)
  const { id, payoutRequestIds } = await batches.create(3)
  const ids = await batches.requests(300)
  const [added, deleted] = await Promise.all([
    batches.ask('payout-request-batches/add', { id, body: { payoutRequestIds: ids } }),
    batches.ask('payout-request-batches/delete', { id }),
  ])
  expect([200, 404], `SEED=${seed}`).toContain(added.status)
  expect(deleted.status).toBe(204)
  const { members, free, halfDone } = await contentsOf(batches)
  expect(halfDone).toEqual([])
  expect(members.size).toBe(0)
  expect(free.toSorted()).toEqual([...ids, ...payoutRequestIds].toSorted())
})

it('a removal beside the start of a run: the run is over those who are left, or the removal is refused', async () => {
  const batches = batchesOn(desk)
  const table = desk.table.as(batches.organization)
  for (let round = 0; round < 5; round++) {
    const { id, payoutRequestIds } = await batches.create(6)
    const [removed, started] = await Promise.all([
      batches.ask('payout-request-batches/remove', {
        id,
        body: { payoutRequestIds: payoutRequestIds.slice(0, 2) },
      }),
      batches.ask('payout-request-batches/auto-allocate', { id, headers: { Prefer: 'respond-async' } }),
    ])
    expect(started.status, `SEED=${seed}`).toBe(200)
    expect([200, 409]).toContain(removed.status)
    await executeRun(table, id, started.body.run.id)
    const left = removed.status === 200 ? 4 : 6
    expect(await batches.get(id)).toMatchObject({ status: 'completed', totalCount: left, failureCount: left })
  }
  expect((await contentsOf(batches)).halfDone).toEqual([])
})

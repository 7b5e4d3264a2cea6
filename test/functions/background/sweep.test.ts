import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { additionTable, addMembers } from '../../../shared/repository/batches/addition.ts'
import { membersAt } from '../../../shared/repository/batches/claiming-table.ts'
import { createBatch } from '../../../shared/repository/batches/creation.ts'
import { creationTable } from '../../../shared/repository/batches/creation-table.ts'
import { beginDeletion, finishDeletion } from '../../../shared/repository/batches/deletion.ts'
import { theBatchWithMembers } from '../../../shared/repository/batches/members.ts'
import { finishRemoval, removeMembers } from '../../../shared/repository/batches/removal.ts'
import {
  beginUnblocking,
  blockedIn,
  finishUnblocking,
} from '../../../shared/repository/batches/unblocking.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { batchContents } from '../../harness/batch-contents.ts'
import { crashAt } from '../../harness/crash.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { type Batches, batchesOn } from '../payout-request-batches/members.ts'

let desk: TestDesk
let sweep: () => Promise<unknown>
beforeAll(async () => {
  desk = await startTestDesk()
  sweep = (await import('../../../functions/background/sweep.ts')).handler
})
afterAll(() => desk.stop())

/** Whoever works by this clock is taken for dead by everybody else. */
const LONG_AGO = { now: () => new Date(Date.now() - 3_600_000) }

/** Two chunks. */
const MEMBERS = 120

interface Operation {
  /** What is there before, and what the operation is about. */
  readonly prepare: (batches: Batches) => Promise<{ readonly batch: any; readonly ids: readonly string[] }>
  readonly run: (
    table: OrganizationTable,
    about: { readonly batch: any; readonly ids: readonly string[] },
  ) => Promise<unknown>
  /** Members of the batch when it was not done, and when it was; null: there is no batch. */
  readonly undone: (about: { batch: any; ids: readonly string[] }) => readonly string[] | null
  readonly done: (about: { batch: any; ids: readonly string[] }) => readonly string[] | null
}

const stamp = { by: 'usr_gone', at: '2026-01-01T00:00:00.000Z' }

const operations: Record<string, Operation> = {
  creation: {
    prepare: async ({ requests }) => ({ batch: { id: 'preq_batch_new' }, ids: await requests(MEMBERS) }),
    async run(table, { batch, ids }) {
      const fresh = { id: batch.id, userId: 'usr_gone', description: null, allocationOrder: null }
      const port = creationTable(table, { ...fresh, createdTime: stamp.at }, LONG_AGO)
      await createBatch(port, batch.id, { kind: 'ids', members: await membersAt(table, ids) })
    },
    undone: () => null,
    done: ({ ids }) => ids,
  },
  addition: {
    prepare: async ({ requests, create }) => ({ batch: await create(3), ids: await requests(MEMBERS) }),
    async run(table, { batch: { id }, ids }) {
      const { batch, payoutRequestIds } = await theBatchWithMembers(table, id)
      const members = await membersAt(table, payoutRequestIds)
      const port = additionTable(table, { id: 'change_1', batch, members, stamp }, LONG_AGO)
      await addMembers(port, { kind: 'ids', members: await membersAt(table, ids) })
    },
    undone: ({ batch }) => batch.payoutRequestIds,
    done: ({ batch, ids }) => [...batch.payoutRequestIds, ...ids],
  },
  removal: {
    prepare: async ({ create }) => {
      const batch = await create(MEMBERS)
      return { batch, ids: batch.payoutRequestIds.filter((_: string, i: number) => i % 3 > 0) }
    },
    async run(table, { batch: { id }, ids }) {
      const { batch, chunks, payoutRequestIds } = await theBatchWithMembers(table, id)
      const leaving = new Set(ids)
      const staying = payoutRequestIds.filter((member) => !leaving.has(member))
      const groups = chunks.map((list) => ({ ...list, ids: list.ids.intersection(leaving) }))
      const members = await membersAt(table, staying)
      await removeMembers(table, { id: 'change_1', batch, groups, staying: members, stamp }, LONG_AGO)
      await finishRemoval(table, id, 'change_1', new Date())
    },
    undone: ({ batch }) => batch.payoutRequestIds,
    done: ({ batch, ids }) => batch.payoutRequestIds.filter((id: string) => !ids.includes(id)),
  },
  deletion: {
    prepare: async ({ create }) => ({ batch: await create(MEMBERS), ids: [] }),
    async run(table, { batch: { id } }) {
      await beginDeletion(table, (await theBatchWithMembers(table, id)).batch, LONG_AGO)
      await finishDeletion(table, id, new Date())
    },
    undone: ({ batch }) => batch.payoutRequestIds,
    done: () => null,
  },
}

describe.each(Object.entries(operations))('a %s that stops', (_, { prepare, run, undone, done }) => {
  it.each(['before', 'after'] as const)(
    '%s any of its writes is whole or not there after a sweep',
    async (when) => {
      const seen = new Set<string>()
      for (let write = 1; ; write++) {
        const batches = batchesOn(desk)
        const table = desk.table.as(batches.organization)
        const about = await prepare(batches)
        const crash = crashAt(table, write, when)
        const outcome = await Promise.race([crash.stopped, run(crash.table, about)])
        await sweep()
        const { members, free, halfDone } = await batchContents(table)
        expect(halfDone, `${when} write ${write}`).toEqual([])
        const held = members.get(about.batch.id)?.toSorted() ?? null
        const [isDone, isUndone] = [done, undone].map(
          (of) => String(of(about)?.toSorted()) === String(held ?? undefined),
        )
        expect([isDone, isUndone], `${when} write ${write}`).toContain(true)
        expect(new Set(about.ids).intersection(new Set([...free, ...(held ?? [])])).size).toBe(
          about.ids.length,
        )
        seen.add(isDone ? 'done' : 'undone')
        if (outcome !== 'stopped') break
      }
      expect(seen).toContain('done')
      if (when === 'before') expect(seen).toContain('undone') // a removal or deletion is done with its first write
    },
  )
})

it.each([1, 2, 3])('an unblocking that stops after write %i goes on, each member once', async (write) => {
  const { organization, requests, create, ask } = batchesOn(desk)
  const table = desk.table.as(organization)
  const isBlocked = async (one = '') =>
    (await ask('payout-requests/get', { id: one })).body.blocked as boolean
  const { id } = await create(await requests(200, () => ({ blocked: true, blockReason: 'other' })))
  const { batch, chunks } = await theBatchWithMembers(table, id)
  const groups = await blockedIn(table, chunks)
  const crash = crashAt(table, write, 'after')
  const work = async () => {
    await beginUnblocking(crash.table, { id: 'change_1', batch, groups, stamp }, LONG_AGO)
    await finishUnblocking(crash.table, id, 'change_1', new Date())
  }
  expect(await Promise.race([crash.stopped, work()])).toBe('stopped')

  const [firstOf, last] = [[...(groups[0]?.ids ?? [])][0], [...(groups.at(-1)?.ids ?? [])].at(-1)]
  expect([await isBlocked(firstOf), await isBlocked(last)]).toEqual([write === 1, true])
  // Blocked again after it was unblocked: that is a later block, which the unblocking does not concern.
  if (write > 1) await ask('payout-requests/patch', { id: firstOf ?? '', body: { blocked: true } })
  await sweep()
  expect([await isBlocked(firstOf), await isBlocked(last)]).toEqual([write > 1, false])
  const all = groups.flatMap(({ ids }) => [...ids])
  expect((await batchContents(table, { batches: [id], requests: all })).halfDone).toEqual([])
})

it('leaves alone whoever is at work', async () => {
  const { organization, requests } = batchesOn(desk)
  const table = desk.table.as(organization)
  const members = await membersAt(table, await requests(200))
  const crash = crashAt(table, 2, 'after')
  const fresh = { id: 'preq_batch_alive', userId: 'usr_1', description: null, allocationOrder: null }
  const clock = { now: () => new Date() }
  const port = creationTable(crash.table, { ...fresh, createdTime: stamp.at }, clock)
  await Promise.race([crash.stopped, createBatch(port, fresh.id, { kind: 'ids', members })])
  await sweep()
  const { halfDone } = await batchContents(table)
  expect(halfDone).toContain('preq_batch_alive is creating')
})

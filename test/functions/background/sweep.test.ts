import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { membersAt } from '../../../shared/repository/batches/claiming-table.ts'
import { createBatch } from '../../../shared/repository/batches/creation.ts'
import { creationTable } from '../../../shared/repository/batches/creation-table.ts'
import { theBatchWithMembers } from '../../../shared/repository/batches/members.ts'
import {
  beginUnblocking,
  blockedIn,
  finishUnblocking,
} from '../../../shared/repository/batches/unblocking.ts'
import { batchContents } from '../../harness/batch-contents.ts'
import { crashAt } from '../../harness/crash.ts'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { batchesOn } from '../payout-request-batches/members.ts'
import { LONG_AGO, operations, stamp } from './operations.ts'

let desk: TestDesk
let sweep: () => Promise<unknown>
beforeAll(async () => {
  desk = await startTestDesk()
  sweep = (await import('../../../functions/background/sweep.ts')).handler
})
afterAll(() => desk.stop())

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
        const { members, free, halfDone } = await batchContents(table, {
          batches: [about.batch.id],
          requests: [...new Set([...about.ids, ...(about.batch.payoutRequestIds ?? [])])],
        })
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

it('leaves alone whoever is at work, also when that takes long', async () => {
  const { organization, requests } = batchesOn(desk)
  const table = desk.table.as(organization)
  const members = await membersAt(table, await requests(200))
  const crash = crashAt(table, 2, 'after')
  const fresh = { id: 'preq_batch_alive', userId: 'usr_1', description: null, allocationOrder: null }
  let looks = 0
  const begunLongAgo = { now: () => (looks++ === 0 ? LONG_AGO.now() : new Date()) }
  const port = creationTable(crash.table, { ...fresh, createdTime: stamp.at }, begunLongAgo)
  await Promise.race([crash.stopped, createBatch(port, fresh.id, { kind: 'ids', members })])
  await sweep()
  const { halfDone } = await batchContents(table, { batches: [fresh.id], requests: [] })
  expect(halfDone).toContain('preq_batch_alive is creating')
})

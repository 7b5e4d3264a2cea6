import { NO_RESULTS } from '../../../shared/domain/batch.ts'
import { beginRun } from '../../../shared/domain/batch-changes.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { additionTable, addMembers } from '../../../shared/repository/batches/addition.ts'
import { concludeRun, startRun } from '../../../shared/repository/batches/batches.ts'
import { membersAt } from '../../../shared/repository/batches/claiming-table.ts'
import {
  beginDeletion,
  finishDeletion,
  theDeletableBatch,
} from '../../../shared/repository/batches/deletion.ts'
import { theBatchWithMembers, theBatchWithRunMembers } from '../../../shared/repository/batches/members.ts'
import { finishRemoval, removeMembers } from '../../../shared/repository/batches/removal.ts'
import { theRestingBatch } from '../../../shared/repository/batches/resting.ts'
import { selectByIds } from '../../../shared/repository/batches/selecting.ts'
import {
  beginUnblocking,
  blockedIn,
  finishUnblocking,
} from '../../../shared/repository/batches/unblocking.ts'
import { is } from '../../../shared/repository/expressions.ts'
import { requestKey } from '../../../shared/repository/keys.ts'
import { commit, Stale, stale } from '../../../shared/repository/write.ts'
import { MODEL } from '../execution.ts'
import type { Process, World } from '../scenario.ts'

/** Processes that do to a committed batch what the endpoints do. */

export interface Changer {
  readonly name: string
  readonly batch: string
  readonly ids?: string
  readonly chunk?: number
  readonly tamper?: Process['tamper']
}

/** What a process that changes a batch answers. */
export type Changed =
  | { readonly kind: 'added' | 'removed' | 'deleted' | 'unblocked' | 'blocked' }
  | { readonly kind: 'members'; readonly ids: string }
  /** The members when the run was asked for, and those that it found, first and last. */
  | { readonly kind: 'ran'; readonly asked: string; readonly found: readonly string[] }
  | { readonly kind: 'conflict'; readonly conflicts: readonly { payoutRequestId: string; batch: string }[] }
  | { readonly kind: 'refused'; readonly reason: string }

type Perform = (world: World, changer: Changer, change: string) => Promise<Changed>

const changing =
  (perform: Perform) =>
  (changer: Changer): Process => ({
    name: changer.name,
    run: (world) => retried(changer.name, (change) => perform(world, changer, change)),
    ...(changer.tamper && { tamper: changer.tamper }),
  })

/** Whoever finds that the batch has changed meanwhile begins again, as endpoints do: here, once. */
async function retried(name: string, perform: (change: string) => Promise<Changed>): Promise<Changed> {
  for (let tries = 1; ; tries++) {
    try {
      return await perform(`${name}-${tries}`)
    } catch (error) {
      if (error instanceof Stale && tries < 2) continue
      if (error instanceof Stale) return { kind: 'refused', reason: 'stale' }
      if (error instanceof Refusal) return { kind: 'refused', reason: error.reason }
      throw error
    }
  }
}

const STAMP = { by: 'usr_model', at: MODEL.now }

export const adder = changing(async ({ table, clock, leases }, { batch, ids = '', chunk = 1 }, change) => {
  const found = await theRestingBatch(table, batch, clock, leases)
  const selected = await selectByIds(table, [...ids])
  if (selected.conflicts.length > 0) return { kind: 'conflict', conflicts: selected.conflicts }
  const members = await membersAt(table, found.payoutRequestIds)
  const port = additionTable(table, { id: change, batch: found.batch, members, stamp: STAMP }, clock)
  const outcome = await addMembers(
    {
      ...port,
      limits: { ...port.limits, chunk },
      leaseIsOver: ({ leaseUntil }) => leases.isOver(leaseUntil),
    },
    { kind: 'ids', members: selected.members },
  )
  if (outcome.kind === 'claimed') return { kind: 'added' }
  if (outcome.kind === 'batch-changed' || outcome.kind === 'given-up') throw stale()
  return outcome.kind === 'conflict' ? outcome : { kind: 'refused', reason: outcome.kind }
})

export const remover = changing(async ({ table, clock, leases }, { batch: id, ids = '' }, change) => {
  const { batch, payoutRequestIds, chunks } = await theRestingBatch(table, id, clock, leases)
  const leaving = new Set(ids)
  if (leaving.difference(new Set(payoutRequestIds)).size > 0)
    return { kind: 'refused', reason: 'not-in-batch' }
  const staying = await membersAt(
    table,
    payoutRequestIds.filter((member) => !leaving.has(member)),
  )
  const groups = chunks.map(({ chunk, ids }) => ({ chunk, ids: ids.intersection(leaving) }))
  if (!(await removeMembers(table, { id: change, batch, groups, staying, stamp: STAMP }, clock)))
    throw stale()
  await finishRemoval(table, id, change, clock.now())
  return { kind: 'removed' }
})

export const deleter = changing(async ({ table, clock }, { batch: id }) => {
  const batch = await theDeletableBatch(table, id, clock)
  if (batch !== 'deleting' && !(await beginDeletion(table, batch, clock))) throw stale()
  await finishDeletion(table, id, clock.now())
  return { kind: 'deleted' }
})

export const unblocker = changing(async ({ table, clock, leases }, { batch: id }, change) => {
  const { batch, chunks } = await theRestingBatch(table, id, clock, leases)
  const groups = await blockedIn(table, chunks)
  if (groups.length === 0) return { kind: 'unblocked' }
  if (!(await beginUnblocking(table, { id: change, batch, groups, stamp: STAMP }, clock))) throw stale()
  await finishUnblocking(table, id, change, clock.now())
  return { kind: 'unblocked' }
})

/** Blocks requests that are not blocked, once each, whatever batch they are in. */
export const blocker = changing(async ({ table }, { ids = '' }) => {
  for (const id of ids)
    await commit(table, [
      {
        key: requestKey(table.organization, id),
        update: { set: [['blocked', true]], increase: [['version', 1]] },
        when: [is('blocked', false)],
        otherwise: () => new Refusal('blocked', { detail: 'It is blocked already.' }),
      },
    ])
  return { kind: 'blocked' }
})

export const runner = changing(async ({ table }, { batch: id }, change) => {
  const { batch, payoutRequestIds } = await theBatchWithMembers(table, id)
  const run = {
    startedBy: STAMP.by,
    startedTime: STAMP.at,
    finishedTime: null,
    planHash: null,
    results: NO_RESULTS,
  }
  await startRun(table, beginRun(batch, { id: change, ...run }), [])
  const first = await theBatchWithRunMembers(table, id)
  const last = await theBatchWithRunMembers(table, id)
  await concludeRun(table, { batchId: id, runId: change }, NO_RESULTS, STAMP.at)
  const found = [first, last].map((seen) => named(seen.payoutRequestIds))
  return { kind: 'ran', asked: named(payoutRequestIds), found }
})

const named = (ids: readonly string[]): string => ids.toSorted().join('')

export const reader = changing(async ({ table }, { batch }) => {
  const { payoutRequestIds } = await theBatchWithMembers(table, batch)
  return { kind: 'members', ids: named(payoutRequestIds) }
})

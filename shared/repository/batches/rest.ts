import type { Clock } from '../../runtime/clock.ts'
import { batchKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { getItem } from '../read.ts'
import { commit } from '../write.ts'
import { batchStateFrom } from './batch-item.ts'
import type { BatchChange, BatchState } from './batch-state.ts'
import { closeRecord } from './change-record.ts'
import { finishDeletion } from './deletion.ts'
import { holdersTable } from './holders-table.ts'
import { type Leases, leasesBy } from './leases.ts'
import { releaseBatch } from './release.ts'
import { finishRemoval } from './removal.ts'
import { finishUnblocking } from './unblocking.ts'
import { finishUndoing } from './undoing.ts'

/**
 * Brings a batch to rest, if whoever was at work on it is taken for dead: what can only go forward is finished, what
 * is not committed is undone. False while somebody is at work. May run beside them, and beside itself.
 */
export async function bringToRest(
  table: OrganizationTable,
  batch: string,
  clock: Clock,
  leases: Leases = leasesBy(clock),
): Promise<boolean> {
  const state = batchStateFrom(await getItem(table, batchKey(table.organization, batch)))
  if (!state || isAtRest(state)) return true
  if (leases.isOver((state.change ?? state).leaseUntil)) {
    await settle(table, batch, state, { clock, leases })
    return true
  }
  return false
}

/** Takes the record of a change out of `open` that its batch does not name any more: a half-restored table can have one. */
export async function closeOrphan(
  table: OrganizationTable,
  batch: string,
  change: string,
  now: Date,
): Promise<void> {
  const state = batchStateFrom(await getItem(table, batchKey(table.organization, batch)))
  if (state?.change?.id !== change) await commit(table, [closeRecord(table, batch, change, 'undone', now)])
}

/** Nothing is begun and not ended; a run may be in progress. */
export const isAtRest = ({ txState, change }: BatchState): boolean => txState === 'committed' && !change

interface Time {
  readonly clock: Clock
  readonly leases: Leases
}

async function settle(table: OrganizationTable, batch: string, state: BatchState, time: Time): Promise<void> {
  const now = time.clock.now()
  if (state.txState === 'creating') await holdersTable(table, time.leases).abort(batch, [])
  if (state.txState === 'creating' || state.txState === 'aborted') await releaseBatch(table, batch, now)
  if (state.txState === 'deleting') await finishDeletion(table, batch, now)
  if (state.txState === 'committed' && state.change) await finishChange(table, batch, state.change, time)
}

/** Goes forward with a removal or an unblocking; an addition is given up and undone. */
export async function finishChange(
  table: OrganizationTable,
  batch: string,
  { id, kind, state }: Pick<BatchChange, 'id' | 'kind' | 'state'>,
  { clock, leases }: Time,
): Promise<void> {
  const now = clock.now()
  if (state === 'adding') await holdersTable(table, leases).giveUp(batch, id)
  if (kind === 'add') await finishUndoing(table, batch, id, now)
  if (kind === 'remove') await finishRemoval(table, batch, id, now)
  if (kind === 'unblock') await finishUnblocking(table, batch, id, now)
}

import { type Batch, RUNNABLE_STATUSES } from '../../domain/batch.ts'
import { isWellFormedId } from '../../domain/identifiers.ts'
import type { Clock } from '../../runtime/clock.ts'
import { either, is, isOneOf, lacks } from '../expressions.ts'
import { batchKey, openKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { busy } from '../patience.ts'
import { getItem } from '../read.ts'
import { attemptAll, commit, type Write } from '../write.ts'
import { batchFrom, batchStateFrom } from './batch-item.ts'
import type { BatchState } from './batch-state.ts'
import { noSuchBatch } from './batches.ts'
import { closeRecord } from './change-record.ts'
import { leasesBy } from './leases.ts'
import { type MemberChunk, memberChunks, memberChunksAt } from './members.ts'
import { numbersFrom, releaseChunks } from './release.ts'
import { finishUnblocking } from './unblocking.ts'

/** The batch to be deleted, or that its deletion has begun. What unblocks its members is ended first. */
export async function theDeletableBatch(
  table: OrganizationTable,
  id: string,
  clock: Clock,
): Promise<Batch | 'deleting'> {
  for (;;) {
    const meta = isWellFormedId(id) ? await getItem(table, batchKey(table.organization, id)) : undefined
    const state = batchStateFrom(meta)
    if (state?.txState === 'deleting') return 'deleting'
    const batch = batchFrom(meta)
    if (!batch) throw noSuchBatch()
    if (state?.change?.kind !== 'unblock') return batch
    await finishUnblocking(table, id, state.change.id, clock.now())
    if (!(await table.patience.pause(0))) throw busy()
  }
}

/**
 * committed → deleting: from then on nobody is a member for any reader, and no change of the batch goes on (design §6).
 * Only an unblocking is waited for: it is whole or not there. False when the batch is not as it was read.
 */
export async function beginDeletion(
  table: OrganizationTable,
  batch: { readonly id: string; readonly version: number },
  clock: Clock,
  alongside: readonly Write[] = [],
): Promise<boolean> {
  const leaseUntil = leasesBy(clock).end()
  const attempt = await attemptAll(table, [
    {
      key: batchKey(table.organization, batch.id),
      update: {
        set: Object.entries({
          txState: 'deleting',
          leaseUntil,
          ...openKey('batch', table.organization, batch.id, leaseUntil),
        }),
        remove: ['listingKey', 'createdKey'],
      },
      when: [
        is('txState', 'committed'),
        is('version', batch.version),
        isOneOf('status', RUNNABLE_STATUSES),
        either(lacks('change'), isOneOf(['change', 'kind'], ['add', 'remove'])),
      ],
    },
    ...alongside,
  ])
  return attempt.applied || batchStateFrom(attempt.refused[0]?.found)?.txState === 'deleting'
}

/** Takes every claim back, also an unfinished addition's, then deletes the batch. May be repeated and run beside another. */
export async function finishDeletion(table: OrganizationTable, batch: string, at: Date): Promise<void> {
  const key = batchKey(table.organization, batch)
  const state = batchStateFrom(await getItem(table, key))
  if (state?.txState !== 'deleting') return
  await releaseChunks(table, batch, await everyChunk(table, batch, state))
  const { change } = state
  await commit(table, [
    {
      key,
      remove: true,
      when: [is('txState', 'deleting')],
      otherwise: () => 'already-done',
    },
    ...(change ? [closeRecord(table, batch, change.id, 'undone', at)] : []),
  ])
}

/** An unfinished addition's lists by their keys: a Query may not see yet what a transaction has just written. */
async function everyChunk(
  table: OrganizationTable,
  batch: string,
  { change, committedChunks }: BatchState,
): Promise<MemberChunk[]> {
  const added = change?.kind === 'add' ? numbersFrom(committedChunks, change.next) : []
  const [listed, behind] = await Promise.all([
    memberChunks(table, batch),
    memberChunksAt(table, batch, added),
  ])
  return [...listed.filter(({ chunk }) => !added.includes(chunk)), ...behind]
}

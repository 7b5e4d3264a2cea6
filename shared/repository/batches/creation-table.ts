import {
  BATCH_MEMBERS_LIMIT,
  type BatchTotals,
  CHUNK_MEMBERS_LIMIT,
  type Member,
  type NewBatch,
  totalsOf,
} from '../../domain/batch.ts'
import { type Clock, patience } from '../../runtime/clock.ts'
import type { Item } from '../client.ts'
import { absent, is } from '../expressions.ts'
import { batchKey, listingKey, openKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { crowdedPauseAfter } from '../patience.ts'
import { withoutNulls } from '../stored.ts'
import { attemptAll, type Write } from '../write.ts'
import { batchStateFrom } from './batch-item.ts'
import { claimWrites } from './claim-writes.ts'
import type { ChunkClaim } from './claiming.ts'
import { chunkPort, heldFrom } from './claiming-table.ts'
import type { CreationPort } from './creation.ts'
import { holdersTable } from './holders-table.ts'
import { type Leases, leasesBy } from './leases.ts'
import { releaseBatch } from './release.ts'

export interface CreationOptions {
  /** Joins the transaction that makes the intent known. */
  readonly withIntent?: readonly Write[]
  /** Joins the transaction that commits the batch. */
  readonly alongside?: (members: readonly Member[]) => readonly Write[]
}

/** The creation protocol's port to the table (design §6). */
export function creationTable(
  table: OrganizationTable,
  fresh: NewBatch,
  clock: Clock,
  { withIntent = [], alongside = () => [] }: CreationOptions = {},
): CreationPort {
  const leases = leasesBy(clock)
  const meta = (batch: string) => batchKey(table.organization, batch)
  return {
    ...holdersTable(table, leases),
    ...chunkPort(table),
    limits: { members: BATCH_MEMBERS_LIMIT, chunk: CHUNK_MEMBERS_LIMIT },

    async intend(batch) {
      const attempt = await attemptAll(table, [
        { key: meta(batch), put: intent(table, fresh, leases.end()), when: [absent] },
        ...withIntent,
      ])
      // Found as we write it: our own write, whose answer was lost. Nobody else has this id.
      if (attempt.applied) return true
      const intended = attempt.refused.find(({ index }) => index === 0)
      return batchStateFrom(intended?.found)?.txState === 'creating'
    },

    claimChunk: (batch, chunk, members) => claimChunk(table, leases, batch, chunk, members),

    async commit(batch, chunks, members) {
      const attempt = await attemptAll(table, [
        {
          key: meta(batch),
          update: {
            set: committed(table, fresh, chunks, totalsOf(members)),
            remove: ['openKey', 'dueKey'],
          },
          when: [is('txState', 'creating'), is('next', chunks)],
        },
        ...alongside(members),
      ])
      return attempt.applied
    },

    release: (batch) =>
      releaseBatch({ ...table, patience: patience(RELEASE_BUDGET_MILLISECONDS) }, batch, clock.now()),

    wait: (tries) => table.patience.pause(crowdedPauseAfter(tries)),
  }
}

async function claimChunk(
  table: OrganizationTable,
  leases: Leases,
  batch: string,
  chunk: number,
  members: readonly Member[],
): Promise<ChunkClaim> {
  const fence: Write = {
    key: batchKey(table.organization, batch),
    update: {
      set: [
        ['next', chunk + 1],
        ['leaseUntil', leases.end()],
      ],
    },
    when: [is('txState', 'creating'), is('next', chunk)],
  }
  const attempt = await attemptAll(table, [fence, ...claimWrites(table, batch, chunk, members)])
  if (attempt.applied) return { kind: 'claimed' }
  return heldFrom(attempt.refused, members, (found) => {
    const state = batchStateFrom(found)
    return state?.txState === 'creating' ? state.next : undefined
  })
}

/** Undoing has a little time of its own: a call that ran out of patience still leaves nothing half-done. */
export const RELEASE_BUDGET_MILLISECONDS = 800

const intent = (table: OrganizationTable, fresh: NewBatch, leaseUntil: string): Item => ({
  ...withoutNulls(fresh),
  type: 'batch',
  txState: 'creating',
  next: 0,
  leaseUntil,
  version: 0,
  ...openKey('batch', table.organization, fresh.id, leaseUntil),
})

const committed = (table: OrganizationTable, fresh: NewBatch, chunks: number, totals: BatchTotals) =>
  Object.entries({
    txState: 'committed',
    committedChunks: chunks,
    status: 'pending',
    totals,
    successCount: 0,
    failureCount: 0,
    version: 1,
    updatedTime: fresh.createdTime,
    lastChange: { by: fresh.userId, at: fresh.createdTime, actions: [] },
    ...listingKey(table.organization, 'batch', fresh),
  })

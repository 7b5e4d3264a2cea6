import type { NewBatch } from '../../domain/batch.ts'
import { Refusal } from '../../domain/refusal.ts'
import { batchKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { crowdedPauseAfter } from '../patience.ts'
import { getItem } from '../read.ts'
import { stale } from '../write.ts'
import { batchStateFrom, newBatchFrom } from './batch-item.ts'
import type { Leases } from './leases.ts'

/** A creation that whoever began it left behind. */
export interface UnfinishedCreation {
  readonly fresh: NewBatch
  readonly claimedChunks: number
}

/**
 * What a retry finds of the creation that its first try began (rules §1): one to go on with, or none when it was undone.
 * Waits for who is still at work on it, and refuses when that takes too long.
 */
export async function unfinishedCreation(
  table: OrganizationTable,
  batch: string,
  leases: Leases,
): Promise<UnfinishedCreation | undefined> {
  for (let tries = 0; ; tries++) {
    const meta = await getItem(table, batchKey(table.organization, batch))
    const state = batchStateFrom(meta)
    if (!meta || !state || state.txState === 'aborted') return undefined
    if (state.txState !== 'creating') throw stale() // it was answered meanwhile
    if (leases.isOver(state.leaseUntil)) return { fresh: newBatchFrom(meta), claimedChunks: state.next }
    if (!(await table.patience.pause(crowdedPauseAfter(tries)))) throw inProgress()
  }
}

const inProgress = (): Refusal =>
  new Refusal('request-in-progress', {
    detail: 'A call with this Idempotency-Key is still at work. Repeat it in a moment to have its answer.',
    retryAfterSeconds: 2,
  })

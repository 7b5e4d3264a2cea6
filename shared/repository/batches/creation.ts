import type { BatchTotals, Member } from '../../domain/batch.ts'
import type { BatchState } from './batch-state.ts'
import { type ChunkClaim, type ClaimingPort, claimAndCommit, type Selection } from './claiming.ts'
import type { Conflict, Held, HoldersPort } from './holders.ts'

/**
 * Creating a batch: fenced chunks and a commit record (design §6, steps 1 to 5).
 *
 *   intent ──▶ claiming.ts ──┬─▶ commit              one compare-and-set: creating → committed, if next = k
 *                            └─▶ abort ──▶ release   one compare-and-set: creating → aborted
 *
 * Commit and abort start from the same state of one item, so exactly one of them happens. Only a chunk's transaction
 * claims, and it needs `creating` and its own number, so nothing is claimed after an abort. Claims are taken in one
 * global order, so waiting cannot deadlock. Nothing here depends on what the clock says: a lease only decides when
 * somebody may help.
 */
export async function createBatch(port: CreationPort, batch: string, wanted: Selection): Promise<Creation> {
  return (await port.intend(batch)) ? resumeCreation(port, batch, wanted, 0) : { kind: 'given-up' }
}

/** Goes on behind the chunks that are claimed, also beside whoever claimed them: the fence lets each be claimed once. */
export async function resumeCreation(
  port: CreationPort,
  batch: string,
  wanted: Selection,
  claimedChunks: number,
): Promise<Creation> {
  const claiming = claimingFor(port, batch)
  try {
    const outcome = await claimAndCommit(claiming, wanted, claimedChunks)
    return outcome.kind === 'claimed' ? { ...outcome, kind: 'created' } : outcome
  } catch (fault) {
    // As far as it still goes; what cannot be undone now is undone by whoever meets the claims, or by the sweeper.
    await claiming.undo([]).catch(() => undefined)
    throw fault
  }
}

export type Creation =
  | { readonly kind: 'created'; readonly members: readonly Member[]; readonly totals: BatchTotals }
  | { readonly kind: 'conflict'; readonly conflicts: readonly Conflict[] }
  | { readonly kind: 'undecided'; readonly holder: string }
  | { readonly kind: 'nothing-left' }
  /** Another took this creation for dead and aborted it; begin again under a new id. */
  | { readonly kind: 'given-up' }

/** What the protocol asks of the table; each call is one read, one conditional write or one transaction. */
export interface CreationPort extends HoldersPort {
  /** How many members a batch takes, and how many of them one chunk. */
  readonly limits: { readonly members: number; readonly chunk: number }
  /** Step 1: META {creating, next: 0}, if absent. */
  intend(batch: string): Promise<boolean>
  /** Step 2: META next → chunk + 1 if creating and next = chunk; the members; every claim if unclaimed. */
  claimChunk(batch: string, chunk: number, members: readonly Member[]): Promise<ChunkClaim>
  membersOf(batch: string, chunk: number): Promise<ReadonlySet<string>>
  factsOf(ids: ReadonlySet<string>): Promise<readonly Member[]>
  /** Step 3: creating → committed, if next = chunks. */
  commit(batch: string, chunks: number, members: readonly Member[]): Promise<boolean>
  /** Step 5, after the abort: takes back the claims, each only if it is still that batch's. */
  release(batch: string): Promise<void>
  clearClaims(claims: readonly Held[]): Promise<void>
  /** Waits a moment for another creator; false when this call may wait no longer. */
  wait(tries: number): Promise<boolean>
}

const claimingFor = (port: CreationPort, batch: string): ClaimingPort => ({
  ...port,
  claimChunk: (chunk, members) => port.claimChunk(batch, chunk, members),
  membersOf: (chunk) => port.membersOf(batch, chunk),
  commit: (chunks, members) => port.commit(batch, chunks, members),
  committed: async () => committedChunksOf(await port.stateOf(batch)),
  async undo(conflicts) {
    const isAborted = await port.abort(batch, conflicts)
    if (!isAborted && committedChunksOf(await port.stateOf(batch)) !== undefined) return false
    await port.release(batch)
    return true
  },
})

/** What is being deleted was committed. */
const committedChunksOf = (state: BatchState | undefined): number | undefined =>
  state?.txState === 'committed' || state?.txState === 'deleting' ? state.next : undefined

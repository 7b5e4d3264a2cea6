import { type BatchChange, type BatchState, type Standing, standingOf } from './batch-state.ts'

/** Step 4 of design §6: what claims that are in the way are worth, and helping whoever left them behind. */

export interface Held {
  readonly payoutRequestId: string
  readonly batch: string
  readonly chunk: number
}

export interface Conflict {
  readonly payoutRequestId: string
  readonly batch: string
}

/** What is asked of the table about whoever holds claims. */
export interface HoldersPort {
  /** Never from a cache. */
  stateOf(batch: string): Promise<BatchState | undefined>
  /** The ids that a removal takes. */
  removedBy(batch: string, change: string): Promise<ReadonlySet<string>>
  /** Those of the claims that are still there, word for word. */
  stillHeld(claims: readonly Held[]): Promise<readonly Held[]>
  /** creating → aborted; false when it is not creating any more. */
  abort(batch: string, conflicts: readonly Conflict[]): Promise<boolean>
  /** An addition's adding → undoing; false when it is not adding any more. */
  giveUp(batch: string, change: string): Promise<boolean>
  leaseIsOver(lease: { readonly leaseUntil: string }): boolean
}

/** What is in none of the three was another's and is no more. */
export interface Judgement {
  readonly real: readonly Held[]
  /** They will never count again. */
  readonly void: readonly Held[]
  readonly undecided: readonly Held[]
}

/** Judges claims that one batch was seen to hold: its state is read after they were. */
export async function judge(port: HoldersPort, batch: string, claims: readonly Held[]): Promise<Judgement> {
  const state = await port.stateOf(batch)
  const judgement = await judgedBy(port, batch, claims, state)
  if (judgement.undecided.length === 0 || !state || !(await helped(port, batch, state))) return judgement
  return judgedBy(port, batch, claims, await port.stateOf(batch))
}

async function judgedBy(
  port: HoldersPort,
  batch: string,
  claims: readonly Held[],
  state: BatchState | undefined,
): Promise<Judgement> {
  const removing = state?.change?.kind === 'remove' ? state.change.id : undefined
  const removed = removing ? await port.removedBy(batch, removing) : new Set<string>()
  const standing = (claim: Held): Standing =>
    removed.has(claim.payoutRequestId) ? 'void' : standingOf(claim.chunk, state)
  const counting = claims.filter((claim) => standing(claim) === 'counts')
  return {
    real: state?.revised && counting.length > 0 ? await port.stillHeld(counting) : counting,
    void: claims.filter((claim) => standing(claim) === 'void'),
    undecided: claims.filter((claim) => standing(claim) === 'undecided'),
  }
}

/** Takes for dead whose lease is over: what it claimed is void from then on. */
async function helped(port: HoldersPort, batch: string, state: BatchState): Promise<boolean> {
  const { txState, change } = state
  if (!port.leaseIsOver(change ?? state)) return false
  if (txState === 'creating') await port.abort(batch, [])
  else if (isAdding(change)) await port.giveUp(batch, change.id)
  return true
}

const isAdding = (change: BatchChange | null): change is BatchChange => change?.state === 'adding'

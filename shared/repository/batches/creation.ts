import { type BatchTotals, inClaimOrder, type Member, totalsOf } from '../../domain/batch.ts'

/**
 * Creating a batch: fenced chunks and a commit record (design §6, steps 1 to 5).
 *
 *   intent ──▶ chunk 0 ──▶ chunk 1 ──▶ … ──▶ commit        one compare-and-set: creating → committed, if next = k
 *                 │ an id is claimed by another batch
 *                 ├─ that batch is committed ──▶ abort       one compare-and-set: creating → aborted; then release
 *                 ├─ it is aborted or gone ───▶ its claim is cleared, the chunk is tried again
 *                 ├─ it is creating, lease alive ─▶ wait, try again
 *                 └─ it is creating, lease over ──▶ it is aborted (compare-and-set), look again
 *
 * Commit and abort start from the same state of one item, so exactly one of them happens. Only a chunk's transaction
 * claims, and it needs `creating` and its own number, so nothing is claimed after an abort. Claims are taken in one
 * global order, so waiting cannot deadlock. Nothing here depends on what the clock says: a lease only decides when
 * somebody may help.
 */
export async function createBatch(port: CreationPort, batch: string, wanted: Selection): Promise<Creation> {
  if (!(await port.intend(batch))) throw new Error(`The batch id ${batch} is taken.`)
  try {
    return await claimAndCommit(port, batch, wanted)
  } catch (fault) {
    // As far as it still goes; what cannot be undone now is undone by whoever meets the claims, or by the sweeper.
    await undo(port, batch, { kind: 'nothing-left' }).catch(() => undefined)
    throw fault
  }
}

/** Explicit ids are all taken or none; a filter skips what another batch has. */
export interface Selection {
  readonly kind: 'ids' | 'filter'
  readonly members: readonly Member[]
}

export type Creation =
  | { readonly kind: 'created'; readonly members: readonly Member[]; readonly totals: BatchTotals }
  | { readonly kind: 'conflict'; readonly conflicts: readonly Conflict[] }
  | { readonly kind: 'undecided'; readonly holder: string }
  | { readonly kind: 'nothing-left' }
  /** Another took this creation for dead and aborted it; begin again under a new id. */
  | { readonly kind: 'given-up' }

export interface Conflict {
  readonly payoutRequestId: string
  readonly batch: string
}

/** What the protocol asks of the table; each call is one read, one conditional write or one transaction. */
export interface CreationPort {
  /** How many members a batch takes, and how many of them one chunk. */
  readonly limits: { readonly members: number; readonly chunk: number }
  /** Step 1: META {creating, next: 0}, if absent. */
  intend(batch: string): Promise<boolean>
  /** Step 2: META next → chunk + 1 if creating and next = chunk; the members; every claim if unclaimed. */
  claimChunk(batch: string, chunk: number, members: readonly Member[]): Promise<ChunkClaim>
  membersOf(batch: string, chunk: number): Promise<ReadonlySet<string>>
  /** Step 3: creating → committed, if next = chunks. */
  commit(batch: string, chunks: number, totals: BatchTotals): Promise<boolean>
  /** Never from a cache. */
  stateOf(batch: string): Promise<BatchState | undefined>
  /** Step 5: creating → aborted; false when it is not creating any more. */
  abort(batch: string, conflicts: readonly Conflict[]): Promise<boolean>
  /** Takes back the claims of an aborted batch, each only if it is still that batch's. */
  release(batch: string): Promise<void>
  /** Clears one claim of a batch that is aborted or gone. */
  clearClaim(payoutRequestId: string, holder: string): Promise<void>
  leaseIsOver(state: BatchState): boolean
  /** Waits a moment for another creator; false when this call may wait no longer. */
  wait(tries: number): Promise<boolean>
}

export interface BatchState {
  readonly txState: 'creating' | 'committed' | 'deleting' | 'aborted'
  readonly next: number
  readonly committedChunks: number
  readonly leaseUntil: string
}

export type ChunkClaim =
  | { readonly kind: 'claimed' }
  /** META was not as expected: this is how it is. */
  | { readonly kind: 'fenced'; readonly state: BatchState | undefined }
  | { readonly kind: 'held'; readonly holders: readonly Held[] }

export interface Held {
  readonly payoutRequestId: string
  readonly batch: string
  readonly chunk: number
}

async function claimAndCommit(port: CreationPort, batch: string, wanted: Selection): Promise<Creation> {
  const progress: Progress = { chunk: 0, claimed: [], left: inClaimOrder(wanted.members), tries: 0 }
  while (progress.left.length > 0 && progress.claimed.length < port.limits.members) {
    const step = await claimNext(port, batch, wanted.kind, progress)
    if (step === 'fenced-off') return given(port, batch, progress)
    if (step !== 'claimed' && step !== 'again') return undo(port, batch, step)
  }
  if (progress.claimed.length === 0) return undo(port, batch, { kind: 'nothing-left' })
  const committed = await port.commit(batch, progress.chunk, totalsOf(progress.claimed))
  return committed ? created(progress) : given(port, batch, progress)
}

interface Progress {
  chunk: number
  claimed: Member[]
  left: Member[]
  tries: number
}

const created = ({ claimed }: Progress): Creation => ({
  kind: 'created',
  members: claimed,
  totals: totalsOf(claimed),
})

type Failure = Extract<Creation, { kind: 'conflict' | 'undecided' | 'nothing-left' }>
type Step = 'claimed' | 'again' | 'fenced-off' | Failure

async function claimNext(
  port: CreationPort,
  batch: string,
  kind: Selection['kind'],
  progress: Progress,
): Promise<Step> {
  const room = port.limits.members - progress.claimed.length
  const members = progress.left.slice(0, Math.min(port.limits.chunk, room))
  const claim = await port.claimChunk(batch, progress.chunk, members)
  if (claim.kind === 'claimed') {
    take(progress, new Set(members.map(({ id }) => id)))
    return 'claimed'
  }
  if (claim.kind === 'fenced') return catchUp(port, batch, claim.state, progress)
  return settle(port, kind, claim.holders, progress)
}

function take(progress: Progress, taken: ReadonlySet<string>): void {
  progress.claimed.push(...progress.left.filter(({ id }) => taken.has(id)))
  progress.left = progress.left.filter(({ id }) => !taken.has(id))
  progress.chunk += 1
  progress.tries = 0
}

/** An answer that was lost: the chunk had been claimed, by us or by another executor of the same creation. */
async function catchUp(
  port: CreationPort,
  batch: string,
  state: BatchState | undefined,
  progress: Progress,
): Promise<Step> {
  if (state?.txState !== 'creating' || state.next <= progress.chunk) return 'fenced-off'
  while (progress.chunk < state.next) take(progress, await port.membersOf(batch, progress.chunk))
  return 'claimed'
}

/** Step 4, for every id of the chunk that another batch claims. */
async function settle(
  port: CreationPort,
  kind: Selection['kind'],
  holders: readonly Held[],
  progress: Progress,
): Promise<Step> {
  const real: Conflict[] = []
  let undecided: string | undefined
  for (const held of holders) {
    const verdict = await judge(port, held)
    if (verdict === 'real') real.push({ payoutRequestId: held.payoutRequestId, batch: held.batch })
    if (verdict === 'undecided') undecided ??= held.batch
    if (verdict === 'void') await port.clearClaim(held.payoutRequestId, held.batch)
  }
  if (real.length > 0 && kind === 'ids') return { kind: 'conflict', conflicts: real }
  const skipped = new Set(real.map(({ payoutRequestId }) => payoutRequestId))
  progress.left = progress.left.filter(({ id }) => !skipped.has(id))
  if (undecided === undefined) return 'again'
  progress.tries += 1
  return (await port.wait(progress.tries)) ? 'again' : { kind: 'undecided', holder: undecided }
}

async function judge(port: CreationPort, held: Held): Promise<'real' | 'undecided' | 'void'> {
  const state = await port.stateOf(held.batch)
  if (state?.txState !== 'creating') return verdictOn(state, held)
  if (!port.leaseIsOver(state)) return 'undecided'
  await port.abort(held.batch, [])
  return verdictOn(await port.stateOf(held.batch), held)
}

/** A claim counts iff its batch is committed and its chunk is one of the committed ones. */
const verdictOn = (state: BatchState | undefined, held: Held): 'real' | 'void' =>
  state?.txState === 'committed' && held.chunk < state.committedChunks ? 'real' : 'void'

async function undo(port: CreationPort, batch: string, failure: Failure): Promise<Creation> {
  const conflicts = failure.kind === 'conflict' ? failure.conflicts : []
  await port.abort(batch, conflicts)
  await port.release(batch)
  return failure
}

/** META was not as expected: our own commit whose answer was lost, or an abort by another when our lease was over. */
async function given(port: CreationPort, batch: string, progress: Progress): Promise<Creation> {
  const state = await port.stateOf(batch)
  if (state?.txState === 'committed' || state?.txState === 'deleting') return created(progress)
  await port.release(batch)
  return { kind: 'given-up' }
}

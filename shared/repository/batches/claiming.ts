import { type BatchTotals, inClaimOrder, isOlder, type Member, totalsOf } from '../../domain/batch.ts'
import { type Conflict, type Held, type HoldersPort, judge } from './holders.ts'

/**
 * Claiming payout requests in fenced chunks, and committing or undoing them together (design §6, steps 2 to 5): how a
 * batch is created and how members are added to one.
 *
 *   chunk 0 ──▶ chunk 1 ──▶ … ──▶ commit
 *      │ an id is claimed by another batch
 *      ├─ and counts there ──────────▶ undo; a filter goes on without it
 *      ├─ and will never count ──────▶ its claim is cleared, the chunk is tried again
 *      ├─ undecided, lease alive ────▶ wait, try again
 *      └─ undecided, lease over ─────▶ whose it is is taken for dead (compare-and-set), look again
 */
export async function claimAndCommit(
  port: ClaimingPort,
  wanted: Selection,
  claimedChunks = 0,
): Promise<Claiming> {
  const progress: Progress = { chunk: 0, claimed: [], left: inClaimOrder(wanted.members), tries: 0 }
  await catchUp(port, claimedChunks, progress)
  while (await hasMore(port, wanted, progress)) {
    const step = await claimNext(port, wanted.kind, progress)
    if (step === 'fenced-off') return given(port, progress)
    if (step !== 'claimed' && step !== 'again') return undone(port, step, progress)
  }
  if (progress.claimed.length === 0) return undone(port, { kind: 'nothing-left' }, progress)
  const committed = await port.commit(progress.chunk, progress.claimed)
  return committed ? claimed(progress) : given(port, progress)
}

/** Explicit ids are all taken or none; a filter skips what another batch has. */
export interface Selection {
  readonly kind: 'ids' | 'filter'
  readonly members: readonly Member[]
  /** A filter's further candidates, oldest first; none when there are no more. */
  readonly more?: (limit: number) => Promise<readonly Member[]>
}

export type Claiming =
  | { readonly kind: 'claimed'; readonly members: readonly Member[]; readonly totals: BatchTotals }
  | Failure
  /** Another took this executor for dead and undid what it claimed: begin again. */
  | { readonly kind: 'given-up' }

type Failure =
  | { readonly kind: 'conflict'; readonly conflicts: readonly Conflict[] }
  | { readonly kind: 'undecided'; readonly holder: string }
  | { readonly kind: 'nothing-left' }

/** Each call is one read, one conditional write or one transaction. Chunks are counted from 0. */
export interface ClaimingPort extends HoldersPort {
  /** How many members are taken at most, and how many of them in one chunk. */
  readonly limits: { readonly members: number; readonly chunk: number }
  /** META's `next` → chunk + 1 if it is under way and next = chunk; the members' list; every claim if unclaimed. */
  claimChunk(chunk: number, members: readonly Member[]): Promise<ChunkClaim>
  membersOf(chunk: number): Promise<ReadonlySet<string>>
  factsOf(ids: ReadonlySet<string>): Promise<readonly Member[]>
  /** If it is under way and next = chunks. */
  commit(chunks: number, members: readonly Member[]): Promise<boolean>
  /** How many chunks were committed; undefined when they were undone. */
  committed(): Promise<number | undefined>
  /** Takes the claims back; false when they are committed already, by another executor of the same. */
  undo(conflicts: readonly Conflict[]): Promise<boolean>
  clearClaims(claims: readonly Held[]): Promise<void>
  /** Waits a moment for another; false when this call may wait no longer. */
  wait(tries: number): Promise<boolean>
}

export type ChunkClaim =
  | { readonly kind: 'claimed' }
  /** META was not as expected; `next` while it is still under way. */
  | { readonly kind: 'fenced'; readonly next?: number | undefined }
  | { readonly kind: 'held'; readonly holders: readonly Held[] }

interface Progress {
  chunk: number
  claimed: Member[]
  left: Member[]
  tries: number
}

type Step = 'claimed' | 'again' | 'fenced-off' | Failure

const chunkSize = ({ limits }: ClaimingPort, { claimed }: Progress): number =>
  Math.min(limits.chunk, limits.members - claimed.length)

/** Fills up a filter's next chunk; only with what comes after all that is claimed, so that the order is kept. */
async function hasMore(port: ClaimingPort, wanted: Selection, progress: Progress): Promise<boolean> {
  const { left, claimed } = progress
  while (left.length < chunkSize(port, progress)) {
    const found = (await wanted.more?.(chunkSize(port, progress) - left.length)) ?? []
    if (found.length === 0) break
    const last = claimed.at(-1)
    left.push(...found.filter((member) => !last || isOlder(last, member)))
  }
  return left.length > 0 && chunkSize(port, progress) > 0
}

async function claimNext(port: ClaimingPort, kind: Selection['kind'], progress: Progress): Promise<Step> {
  const members = progress.left.slice(0, chunkSize(port, progress))
  const claim = await port.claimChunk(progress.chunk, members)
  if (claim.kind === 'fenced') return catchUp(port, claim.next, progress)
  if (claim.kind === 'held') return settle(port, kind, claim.holders, progress)
  take(progress, members)
  return 'claimed'
}

function take(progress: Progress, members: readonly Member[]): void {
  const taken = new Set(members.map(({ id }) => id))
  const last = members.at(-1)
  progress.claimed.push(...members)
  progress.left = progress.left.filter((one) => !taken.has(one.id) && (!last || isOlder(last, one)))
  progress.chunk += 1
  progress.tries = 0
}

/** An answer that was lost: the chunk had been claimed, by us or by another executor of the same. */
async function catchUp(port: ClaimingPort, next: number | undefined, progress: Progress): Promise<Step> {
  if (next === undefined || next <= progress.chunk) return 'fenced-off'
  while (progress.chunk < next) take(progress, await chunkAsClaimed(port, progress))
  return 'claimed'
}

async function chunkAsClaimed(port: ClaimingPort, { chunk, left }: Progress): Promise<readonly Member[]> {
  const ids = await port.membersOf(chunk)
  const known = left.filter(({ id }) => ids.has(id))
  return known.length === ids.size ? known : inClaimOrder(await port.factsOf(ids))
}

/** Settles every id of the chunk that other batches claim. */
async function settle(
  port: ClaimingPort,
  kind: Selection['kind'],
  holders: readonly Held[],
  progress: Progress,
): Promise<Step> {
  const judgements = await Promise.all(
    [...Map.groupBy(holders, ({ batch }) => batch)].map(([batch, claims]) => judge(port, batch, claims)),
  )
  const real = judgements.flatMap((judgement) => judgement.real)
  const [undecided] = judgements.flatMap((judgement) => judgement.undecided)
  await port.clearClaims(judgements.flatMap((judgement) => judgement.void))
  if (real.length > 0 && kind === 'ids') return { kind: 'conflict', conflicts: real.map(conflict) }
  const skipped = new Set(real.map(({ payoutRequestId }) => payoutRequestId))
  progress.left = progress.left.filter(({ id }) => !skipped.has(id))
  if (!undecided) return 'again'
  progress.tries += 1
  return (await port.wait(progress.tries)) ? 'again' : { kind: 'undecided', holder: undecided.batch }
}

const conflict = ({ payoutRequestId, batch }: Held): Conflict => ({ payoutRequestId, batch })

async function undone(port: ClaimingPort, failure: Failure, progress: Progress): Promise<Claiming> {
  const isUndone = await port.undo(failure.kind === 'conflict' ? failure.conflicts : [])
  return isUndone ? failure : given(port, progress)
}

/** META was not as expected: a commit by us or another executor of the same, or somebody undid it. */
async function given(port: ClaimingPort, progress: Progress): Promise<Claiming> {
  const chunks = await port.committed()
  if (chunks === undefined) {
    await port.undo([])
    return { kind: 'given-up' }
  }
  await catchUp(port, chunks, progress)
  return claimed(progress)
}

const claimed = ({ claimed }: Progress): Claiming => ({
  kind: 'claimed',
  members: claimed,
  totals: totalsOf(claimed),
})

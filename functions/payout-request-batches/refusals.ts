import type { LinkTo } from '../../shared/contracts/links.ts'
import { BATCH_MEMBERS_LIMIT, type Batch } from '../../shared/domain/batch.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Claiming } from '../../shared/repository/batches/claiming.ts'
import type { Conflict } from '../../shared/repository/batches/holders.ts'
import { type Stale, stale } from '../../shared/repository/write.ts'

/** How many ids a problem document names; `conflictingCount` has their number. */
const NAMED_CONFLICTS_LIMIT = 100

/** What it means that members could not be claimed. */
export function notClaimed(outcome: Exclude<Claiming, { kind: 'claimed' }>, linkTo: LinkTo): Refusal | Stale {
  switch (outcome.kind) {
    case 'conflict':
      return alreadyInBatch(outcome.conflicts, linkTo)
    case 'undecided':
      return claimedByOthers()
    case 'nothing-left':
      return nothingMatches()
    case 'given-up':
      return stale()
  }
}

export const alreadyInBatch = (conflicts: readonly Conflict[], linkTo: LinkTo): Refusal =>
  conflicting(
    'already-in-batch',
    `${howMany(conflicts.length)} in a batch already. Nothing was changed.`,
    conflicts.map(({ payoutRequestId }) => payoutRequestId),
    [...new Set(conflicts.map(({ batch }) => batch))]
      .slice(0, NAMED_CONFLICTS_LIMIT)
      .map((id) => linkTo('batch', `/payout-request-batches/${id}`)),
  )

export const notInBatch = (ids: readonly string[]): Refusal =>
  conflicting('not-in-batch', `${howMany(ids.length)} not in this batch. Nothing was changed.`, ids)

export const claimedByOthers = (): Refusal =>
  new Refusal('batch-creation-in-progress', {
    detail: 'Another batch that is being made or changed claims such payout requests. Try again in a moment.',
    retryAfterSeconds: 2,
  })

export const nothingMatches = (): Refusal =>
  new Refusal('nothing-matches', { detail: 'No payout request without a batch matches.' })

/** Refuses more members than the batch can still take. */
export function demandRoom({ totals: { totalCount } }: Batch, added: number): void {
  if (totalCount + added <= BATCH_MEMBERS_LIMIT) return
  throw new Refusal('batch-full', {
    detail: `A batch takes at most ${BATCH_MEMBERS_LIMIT} payout requests and this one has ${totalCount}. Nothing was changed.`,
    members: { totalCount, limit: BATCH_MEMBERS_LIMIT },
  })
}

const howMany = (count: number): string =>
  count === 1 ? 'A payout request is' : `${count} payout requests are`

const conflicting = (
  reason: 'already-in-batch' | 'not-in-batch',
  detail: string,
  ids: readonly string[],
  links?: readonly object[],
): Refusal =>
  new Refusal(reason, {
    detail,
    members: {
      conflictingCount: ids.length,
      conflictingIds: ids.slice(0, NAMED_CONFLICTS_LIMIT),
      ...(links && { _links: links }),
    },
  })

import type * as z from 'zod'
import type { BatchView, NewBatchBody } from '../../shared/contracts/batch.ts'
import type { LinkTo } from '../../shared/contracts/links.ts'
import type { Batch } from '../../shared/domain/batch.ts'
import { Refusal, refuseInvalid } from '../../shared/domain/refusal.ts'
import type { Conflict, Creation, Selection } from '../../shared/repository/batches/creation.ts'
import type { NewBatch } from '../../shared/repository/batches/creation-table.ts'
import { selectByIds } from '../../shared/repository/batches/selecting.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { stale } from '../../shared/repository/write.ts'

/** The members that the body names, or a refusal with every id that is in the way. Writes nothing. */
export async function selectMembers(
  table: OrganizationTable,
  { payoutRequestIds = [] }: z.infer<typeof NewBatchBody>,
  linkTo: LinkTo,
): Promise<Selection> {
  const { members, unknown, conflicts } = await selectByIds(table, payoutRequestIds)
  refuseInvalid(
    unknown.map((i) => ({ field: `payoutRequestIds.${i}`, message: 'is not a payout request here' })),
  )
  if (conflicts.length > 0) throw alreadyInBatch(conflicts, linkTo)
  return { kind: 'ids', members }
}

/** The batch that was created, or the refusal that the protocol's outcome means. */
export function givenBatch(creation: Creation, fresh: NewBatch, linkTo: LinkTo): Required<BatchView> {
  switch (creation.kind) {
    case 'created':
      return {
        batch: committedBatch(fresh, creation.totals),
        payoutRequestIds: creation.members.map(({ id }) => id),
      }
    case 'conflict':
      throw alreadyInBatch(creation.conflicts, linkTo)
    case 'undecided':
      throw new Refusal('batch-creation-in-progress', {
        detail:
          'Another batch that is being created claims some of these payout requests. Try again in a moment.',
        retryAfterSeconds: 2,
      })
    case 'nothing-left':
      throw new Refusal('nothing-matches', { detail: 'No payout request without a batch matches.' })
    case 'given-up':
      throw stale()
  }
}

const committedBatch = (fresh: NewBatch, totals: Batch['totals']): Batch => ({
  ...fresh,
  status: 'pending',
  totals,
  successCount: 0,
  failureCount: 0,
  run: null,
  committedChunks: 0,
  version: 1,
  updatedTime: fresh.createdTime,
})

/** How many ids a problem document names; `conflictingCount` has their number. */
const NAMED_CONFLICTS_LIMIT = 100

function alreadyInBatch(conflicts: readonly Conflict[], linkTo: LinkTo): Refusal {
  const batches = [...new Set(conflicts.map(({ batch }) => batch))]
  return new Refusal('already-in-batch', {
    detail: `${conflicts.length === 1 ? 'A payout request is' : `${conflicts.length} payout requests are`} in a batch already. No batch was created.`,
    members: {
      conflictingCount: conflicts.length,
      conflictingIds: conflicts.slice(0, NAMED_CONFLICTS_LIMIT).map(({ payoutRequestId }) => payoutRequestId),
      _links: batches
        .slice(0, NAMED_CONFLICTS_LIMIT)
        .map((id) => linkTo('batch', `/payout-request-batches/${id}`)),
    },
  })
}

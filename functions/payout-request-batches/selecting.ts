import { readBatchSelection } from '../../shared/contracts/batch-selection.ts'
import type { LinkTo } from '../../shared/contracts/links.ts'
import { CHUNK_MEMBERS_LIMIT } from '../../shared/domain/batch.ts'
import { refuseInvalid } from '../../shared/domain/refusal.ts'
import { candidates } from '../../shared/repository/batches/candidates.ts'
import type { Selection } from '../../shared/repository/batches/claiming.ts'
import { othersAtRest } from '../../shared/repository/batches/others.ts'
import { selectByIds } from '../../shared/repository/batches/selecting.ts'
import type { UnfinishedCreation } from '../../shared/repository/batches/unfinished.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import type { Desk } from '../entry/api-operation.ts'
import { alreadyInBatch, claimedByOthers, nothingMatches } from './refusals.ts'

/** One of the two; the contract sees to it. */
export interface Wanted {
  readonly payoutRequestIds?: readonly string[] | undefined
  readonly filter?: string | undefined
}

/**
 * The members that a body asks for, or a refusal with every id that is in the way. Claims nothing. `begun` is the batch
 * whose creation goes on, which may have claimed all that matches.
 */
export const selectMembers = (
  { table, clock }: Pick<Desk, 'table' | 'clock'>,
  { payoutRequestIds = [], filter }: Wanted,
  linkTo: LinkTo,
  begun?: UnfinishedCreation,
): Promise<Selection> =>
  filter === undefined
    ? byIds(table, payoutRequestIds, linkTo)
    : selectByFilter({ table, clock }, filter, begun)

async function byIds(table: OrganizationTable, ids: readonly string[], linkTo: LinkTo): Promise<Selection> {
  const { members, unknown, conflicts } = await selectByIds(table, ids)
  refuseInvalid(
    unknown.map((i) => ({ field: `payoutRequestIds.${i}`, message: 'is not a payout request here' })),
  )
  if (conflicts.length > 0) throw alreadyInBatch(conflicts, linkTo)
  return { kind: 'ids', members }
}

/** What a filter finds now among those that nobody has; refuses when that is nothing. */
export async function selectByFilter(
  { table, clock }: Pick<Desk, 'table' | 'clock'>,
  filter: string,
  begun: UnfinishedCreation | undefined,
): Promise<Selection> {
  const search = readBatchSelection(filter)
  const othersRest = await othersAtRest(table, clock, { own: begun?.fresh.id })
  const more = candidates(table, search)
  const members = await more(CHUNK_MEMBERS_LIMIT)
  if (members.length === 0 && !begun?.claimedChunks) throw othersRest ? nothingMatches() : claimedByOthers()
  return { kind: 'filter', members, more }
}

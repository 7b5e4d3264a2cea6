import * as z from 'zod'
import { isWellFormedId } from '../../domain/identifiers.ts'
import { type MemberResult, OPERATION_OUTCOMES } from '../../domain/member-operation.ts'
import type { Stamp } from '../../domain/payout-request-changes.ts'
import { Refusal } from '../../domain/refusal.ts'
import { absent } from '../expressions.ts'
import { operationKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { packed, unpacked } from '../packed.ts'
import { getItem } from '../read.ts'
import { orNull } from '../stored.ts'
import { commit, type Write } from '../write.ts'

/** What became of each member of a batch in an operation: see each-member.ts. */

const StoredResult = z.object({
  payoutRequestId: z.string(),
  outcome: z.enum(OPERATION_OUTCOMES),
  reason: orNull(z.string()),
  errorId: orNull(z.string()),
})

/** Rules §3. */
const KEPT_SECONDS = 30 * 24 * 3600

export const keepMemberResults = (
  table: OrganizationTable,
  { batchId, operation }: { readonly batchId: string; readonly operation: string },
  results: readonly MemberResult[],
  stamp: Stamp,
  alongside: readonly Write[],
): Promise<unknown> =>
  commit(table, [
    {
      key: operationKey(table.organization, batchId, operation),
      put: {
        type: 'operation',
        ...stamp,
        results: packed(results),
        expiresAt: Math.floor(Date.parse(stamp.at) / 1000) + KEPT_SECONDS,
      },
      when: [absent],
    },
    ...alongside,
  ])

/** Refuses an operation that is unknown or no longer kept. */
export async function theMemberResults(
  table: OrganizationTable,
  { batchId, operation }: { readonly batchId: string; readonly operation: string },
  now: Date,
): Promise<MemberResult[]> {
  const known = isWellFormedId(batchId) && isWellFormedId(operation)
  const item = known ? await getItem(table, operationKey(table.organization, batchId, operation)) : undefined
  if (!item || Number(item.expiresAt) * 1000 <= now.getTime())
    throw new Refusal('not-found', {
      detail: 'There are no outcomes of such an operation. They are kept 30 days.',
    })
  return z.array(StoredResult).parse(unpacked(item.results))
}

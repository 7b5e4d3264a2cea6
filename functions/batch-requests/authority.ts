import type { OperationId } from '../../shared/contracts/operations.ts'
import { isLive, permits } from '../../shared/domain/api-key.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { apiKeysOf, findKey, findOrganization } from '../../shared/repository/organization-records.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import type { Caller } from '../entry/caller.ts'

const APPROVAL: OperationId = 'PostPayoutRequestBatchApprove'

/**
 * Refuses who may not have a schedule approve (rules §5). The very credential of the call must allow it, so that nobody
 * borrows what another key of theirs may do; and it must be a key, since a token's permissions are nowhere to be looked
 * up when the schedule is due.
 */
export async function demandMayApprove(
  table: OrganizationTable,
  { credentialId, userId }: Pick<Caller, 'credentialId' | 'userId'>,
  now: Date,
): Promise<void> {
  const key = await findKey(table, credentialId)
  if (key?.userId === userId && isLive(key, now) && permits(key.permissions, APPROVAL)) return
  throw new Refusal('forbidden', {
    detail: `"approve": true needs an API key with the permission ${APPROVAL}, and so does changing a schedule that approves.`,
  })
}

/** Whether the user still holds the permission: by any key that is live, so that keys can be rotated. */
export async function mayStillApprove(table: OrganizationTable, userId: string, now: Date): Promise<boolean> {
  const organization = await findOrganization(table)
  const keys = organization ? await apiKeysOf(table, organization) : []
  return keys.some((key) => key.userId === userId && isLive(key, now) && permits(key.permissions, APPROVAL))
}

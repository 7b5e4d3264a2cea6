import type { Key } from '../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { requestOf } from '../../shared/repository/payout-request-keys.ts'
import { finishSplit } from '../../shared/repository/splits.ts'

/** A split goes forward only: children that a crash has left out are put. */
export const lookAfterSplit = (table: OrganizationTable, key: Key): Promise<void> =>
  finishSplit(table, requestOf(key))

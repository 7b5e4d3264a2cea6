import type { Member } from '../../domain/batch.ts'
import { batchesOf } from '../membership.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { requestFrom } from '../payout-request-item.ts'
import { metasOf } from '../payout-request-views.ts'
import type { Conflict } from './holders.ts'

/** What explicitly listed ids turned out to be (design §6, step 0): every problem is found before the first write. */
export interface Selected {
  readonly members: readonly Member[]
  /** Positions of ids that are unknown or another organization's. */
  readonly unknown: readonly number[]
  /** Those that a committed batch holds already. */
  readonly conflicts: readonly Conflict[]
}

export async function selectByIds(table: OrganizationTable, ids: readonly string[]): Promise<Selected> {
  const found = await metasOf(table, ids)
  const members = found.flatMap((item) => (item ? [requestFrom(item)] : []))
  const holders = await batchesOf(table, members)
  return {
    members,
    unknown: found.flatMap((item, i) => (item ? [] : [i])),
    conflicts: [...holders].map(([payoutRequestId, batch]) => ({ payoutRequestId, batch })),
  }
}

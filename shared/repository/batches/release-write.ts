import { is } from '../expressions.ts'
import { availableKey, requestKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import type { Write } from '../write.ts'

/** A claim goes only if it is still that batch's; the request is available again. */
export const releaseWrite = (table: OrganizationTable, payoutRequestId: string, holder: string): Write => ({
  key: requestKey(table.organization, payoutRequestId),
  update: {
    set: [['availableKey', availableKey(table.organization, payoutRequestId)]],
    remove: ['claim'],
  },
  when: [is(['claim', 'batch'], holder)],
  otherwise: () => 'already-done',
})

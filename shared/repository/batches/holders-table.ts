import { is } from '../expressions.ts'
import { batchKey, requestKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { getItem, getItems } from '../read.ts'
import { attemptAll } from '../write.ts'
import { batchStateFrom } from './batch-item.ts'
import { removedBy } from './change-record.ts'
import { claimFrom } from './claim-writes.ts'
import type { HoldersPort } from './holders.ts'
import type { Leases } from './leases.ts'

/** The port to the table for what holds claims. */
export function holdersTable(table: OrganizationTable, leases: Leases): HoldersPort {
  const meta = (batch: string) => batchKey(table.organization, batch)
  return {
    stateOf: async (batch) => batchStateFrom(await getItem(table, meta(batch))),

    removedBy: (batch, change) => removedBy(table, batch, change),

    async stillHeld(claims) {
      const keys = claims.map(({ payoutRequestId }) => requestKey(table.organization, payoutRequestId))
      const now = new Map(
        [...(await getItems(table, keys)).values()].map((item) => [item.id, claimFrom(item)]),
      )
      return claims.filter(({ payoutRequestId, batch, chunk }) => {
        const claim = now.get(payoutRequestId)
        return claim?.batch === batch && claim.chunk === chunk
      })
    },

    async abort(batch, conflicts) {
      const attempt = await attemptAll(table, [
        {
          key: meta(batch),
          update: {
            set: [
              ['txState', 'aborted'],
              ['conflicts', conflicts.length > 0 ? conflicts : undefined],
            ],
          },
          when: [is('txState', 'creating')],
        },
      ])
      return attempt.applied
    },

    async giveUp(batch, change) {
      const attempt = await attemptAll(table, [
        {
          key: meta(batch),
          update: { set: [[['change', 'state'], 'undoing']] },
          when: [is(['change', 'id'], change), is(['change', 'state'], 'adding')],
        },
      ])
      return attempt.applied
    },

    leaseIsOver: ({ leaseUntil }) => leases.isOver(leaseUntil),
  }
}

import type { PayoutRequest } from '../domain/payout-request.ts'
import { absent } from './expressions.ts'
import type { OrganizationTable } from './organization-table.ts'
import { timelineKey } from './payout-request-keys.ts'
import { commit } from './write.ts'

/** What this version of a request says was done. Its place is (version, i), so told twice it is written once. */
export async function keepTimeline(
  table: OrganizationTable,
  { id, version, lastChange }: Pick<PayoutRequest, 'id' | 'version' | 'lastChange'>,
): Promise<void> {
  await Promise.all(
    lastChange.actions.map(({ type, message }, i) =>
      commit(table, [
        {
          key: timelineKey(table.organization, id, version, i),
          put: { type: 'timeline', action: type, message, by: lastChange.by, occurredTime: lastChange.at },
          when: [absent],
          otherwise: () => 'already-done',
        },
      ]),
    ),
  )
}

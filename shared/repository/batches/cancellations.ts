import { type Cancellation, cancelPending } from '../../domain/allocation-moves.ts'
import type { Stamp } from '../../domain/payout-request-changes.ts'
import { cancelAllocations, cancellationActions } from '../allocation-moves.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { requestsWithAllocations } from '../payout-request-views.ts'
import type { RequestWithAllocations } from '../payout-requests.ts'
import { TRANSACTION_ACTIONS_LIMIT } from '../write.ts'
import { groupsThatFit, type MemberOperation } from './each-member.ts'

/** Cancels what is pending of the members, that of one run if it is named. A customer's members share the exposures. */
export function cancelingAllocations(
  table: OrganizationTable,
  runId: string | null,
  stamp: Stamp,
): MemberOperation<RequestWithAllocations, Cancellation> {
  const decide = (member: RequestWithAllocations) => cancelPending(member, runId, stamp)
  return {
    idOf: ({ request }) => request.id,

    read: (ids) => requestsWithAllocations(table, ids),

    decide,

    async keep(cancellations) {
      const [first] = cancellations
      if (first) await cancelAllocations(table, first.request, cancellations)
    },

    lanes: (members) =>
      [...Map.groupBy(members, profileName).values()].map((lane) =>
        groupsThatFit(lane, TRANSACTION_ACTIONS_LIMIT - ON_EXPOSURES, (member) =>
          member.request.blocked ? 0 : actionsOf(decide(member)),
        ),
      ),
  }
}

const profileName = ({ request }: RequestWithAllocations): string =>
  `${request.customerId} ${request.currency}`

/** The action that all members of a group share. */
const ON_EXPOSURES = 1

const actionsOf = (cancellations: readonly Cancellation[]): number =>
  cancellations.reduce((sum, cancellation) => sum + cancellationActions(cancellation), 0)

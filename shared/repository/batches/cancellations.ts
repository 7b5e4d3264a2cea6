import { type Cancellation, cancelPending } from '../../domain/allocation-moves.ts'
import type { Stamp } from '../../domain/payout-request-changes.ts'
import { cancelAllocations, cancellationActions } from '../allocation-moves.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { requestsWithAllocations } from '../payout-request-views.ts'
import type { RequestWithAllocations } from '../payout-requests.ts'
import { TRANSACTION_ACTIONS_LIMIT } from '../write.ts'
import type { Lane, MemberOperation } from './each-member.ts'

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

    lanes: (members) => [...Map.groupBy(members, profileName).values()].map((lane) => groupsOf(lane, decide)),
  }
}

const profileName = ({ request }: RequestWithAllocations): string =>
  `${request.customerId} ${request.currency}`

/** As many together as one transaction takes; who is refused, or has nothing pending, goes alone. */
function groupsOf(
  members: readonly RequestWithAllocations[],
  decide: (member: RequestWithAllocations) => readonly Cancellation[],
): Lane<RequestWithAllocations> {
  const sized = members.map((member) => ({
    member,
    actions: member.request.blocked ? 0 : actionsOf(decide(member)),
  }))
  const groups: RequestWithAllocations[][] = []
  let room = 0
  for (const { member, actions } of sized.filter(({ actions }) => actions > 0)) {
    if (actions > room) {
      groups.push([])
      room = TRANSACTION_ACTIONS_LIMIT - ON_EXPOSURES
    }
    groups.at(-1)?.push(member)
    room -= actions
  }
  return [...groups, ...sized.filter(({ actions }) => actions === 0).map(({ member }) => [member])]
}

/** The action that all members of a group share. */
const ON_EXPOSURES = 1

const actionsOf = (cancellations: readonly Cancellation[]): number =>
  cancellations.reduce((sum, cancellation) => sum + cancellationActions(cancellation), 0)

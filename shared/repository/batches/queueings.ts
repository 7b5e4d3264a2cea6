import { pays, pendingOf } from '../../domain/allocation-moves.ts'
import type { PayoutGateway } from '../../domain/gateway-account.ts'
import type { Stamp } from '../../domain/payout-request-changes.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { requestsWithAllocations } from '../payout-request-views.ts'
import type { RequestWithAllocations } from '../payout-requests.ts'
import { type Queueing, queueAllocations, queueingActions, queueingsOf } from '../queueing.ts'
import { TRANSACTION_ACTIONS_LIMIT } from '../write.ts'
import { groupsThatFit, type MemberOperation } from './each-member.ts'

/** Queues what is pending of the members, that of one run if it is named, through accounts that pay. */
export function queueingAllocations(
  table: OrganizationTable,
  { runId, gateways }: { readonly runId: string | null; readonly gateways: readonly PayoutGateway[] },
  stamp: Stamp,
): MemberOperation<RequestWithAllocations, Queueing> {
  const paying = new Set(gateways.filter(pays).map(({ id }) => id))
  const pendingIn = ({ allocations }: RequestWithAllocations) => pendingOf(allocations, runId)
  const isRefused = (member: RequestWithAllocations) =>
    member.request.blocked || pendingIn(member).some(({ gatewayAccountId }) => !paying.has(gatewayAccountId))
  const decide = (member: RequestWithAllocations) => {
    const pending = pendingIn(member)
    if (pending.length > 0 && member.request.blocked) throw new Refusal('blocked')
    if (isRefused(member) && pending.length > 0) throw new Refusal('gateway-cannot-pay')
    return queueingsOf(pending, stamp)
  }
  return {
    idOf: ({ request }) => request.id,
    read: (ids) => requestsWithAllocations(table, ids),
    decide,
    keep: (queueings) => queueAllocations(table, queueings),
    lanes: (members) =>
      groupsThatFit(members, TRANSACTION_ACTIONS_LIMIT, (member) =>
        isRefused(member) ? 0 : sum(decide(member).map(queueingActions)),
      ).map((group) => [group]),
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

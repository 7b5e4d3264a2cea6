import type { Allocation } from '../domain/allocation.ts'
import { overdueTime } from '../domain/payment-follow-up.ts'
import type { PayoutRequest } from '../domain/payout-request.ts'
import type { Stamp } from '../domain/payout-request-changes.ts'
import { queued } from '../domain/queueing.ts'
import { moveWrite } from './allocation-moves.ts'
import { is } from './expressions.ts'
import { requestKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { commit, stale, TRANSACTION_ACTIONS_LIMIT, type Write } from './write.ts'

/** Allocations of one request that are queued together. */
export interface Queueing {
  readonly request: Pick<PayoutRequest, 'id'>
  readonly allocations: readonly Allocation[]
  readonly stamp: Stamp
}

/** How many actions it takes of a transaction. */
export const queueingActions = ({ allocations }: Queueing): number => allocations.length + 1

/** pending → queued, while the requests are not blocked; all or nothing. */
export const queueAllocations = (
  table: OrganizationTable,
  queueings: readonly Queueing[],
): Promise<unknown> =>
  commit(
    table,
    queueings.flatMap(({ request, allocations, stamp }): Write[] => [
      {
        key: requestKey(table.organization, request.id),
        check: true,
        when: [is('blocked', false)],
        otherwise: stale,
      },
      ...allocations.map((before) => {
        const after = queued(before, stamp)
        return moveWrite(table, before, after, overdueTime(after))
      }),
    ]),
  )

/** A request's allocations, in as many parts as transactions take. */
export function queueingsOf(allocations: readonly Allocation[], stamp: Stamp): Queueing[] {
  const limit = TRANSACTION_ACTIONS_LIMIT - 1
  return [...Map.groupBy(allocations, ({ payoutRequestId }) => payoutRequestId)].flatMap(([id, all]) =>
    Array.from({ length: Math.ceil(all.length / limit) }, (_, i) => ({
      request: { id },
      allocations: all.slice(i * limit, (i + 1) * limit),
      stamp,
    })),
  )
}

import { approveMember, type MemberChange } from '../../domain/member-operation.ts'
import type { PayoutRequest } from '../../domain/payout-request.ts'
import type { Stamp } from '../../domain/payout-request-changes.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { requestFrom } from '../payout-request-item.ts'
import { metasOf } from '../payout-request-views.ts'
import { keepRequestChange } from '../payout-requests.ts'
import { type MemberOperation, ownLanes } from './each-member.ts'

interface RequestChange {
  readonly before: PayoutRequest
  readonly after: PayoutRequest
}

/** Changes the members themselves, none of what belongs to them. */
export const changingRequests = (
  table: OrganizationTable,
  change: MemberChange,
  stamp: Stamp,
): MemberOperation<PayoutRequest, RequestChange> => ({
  idOf: ({ id }) => id,

  read: async (ids) => (await metasOf(table, ids)).flatMap((meta) => (meta ? [requestFrom(meta)] : [])),

  decide(before) {
    const after = change(before, stamp)
    return after === before ? [] : [{ before, after }]
  },

  keep: (changes) => Promise.all(changes.map(({ before, after }) => keepRequestChange(table, before, after))),

  lanes: ownLanes,
})

/** Approves every member that is ready. */
export const approving = (
  table: OrganizationTable,
  stamp: Stamp,
): MemberOperation<PayoutRequest, RequestChange> => changingRequests(table, approveMember, stamp)

import type { Allocation } from '../domain/allocation.ts'
import { type Cancellation, canceledTogether } from '../domain/allocation-moves.ts'
import { noExposure } from '../domain/customer.ts'
import { sumOf } from '../domain/money.ts'
import { overdueTime } from '../domain/payment-follow-up.ts'
import type { Change, ChangeAction } from '../domain/payout-request.ts'
import type { Transaction } from '../domain/transaction.ts'
import { changeExposures } from './exposures.ts'
import { type Assignment, is } from './expressions.ts'
import { allocationKey, requestKey } from './keys.ts'
import { closings } from './openings.ts'
import type { OrganizationTable } from './organization-table.ts'
import { openPaymentKey } from './payment-keys.ts'
import { newTransactionWrite } from './transactions.ts'
import { giveBackWrites } from './windows.ts'
import { commit, stale, type Write } from './write.ts'

/** The edges of an allocation's life that PATCH takes, each with what stands beside it in design §8. */

/** pending → canceled gives the amounts back to the requests, all of one customer, to the pairs and to their windows. */
export const cancelAllocations = (
  table: OrganizationTable,
  customer: { readonly customerId: string; readonly currency: string },
  cancellations: readonly Cancellation[],
  alongside: readonly Write[] = [],
): Promise<unknown> =>
  commit(table, [
    ...cancellations.flatMap((cancellation) => cancellationWrites(table, cancellation)),
    ...givingBackWrites(table, customer, cancellations),
    ...alongside,
  ])

/** How many actions a cancellation takes of a transaction at most, besides the one on the exposures that all share. */
export const cancellationActions = ({ moves }: Cancellation): number =>
  1 + moves.reduce((sum, { before }) => sum + (before.capSince === null ? 1 : 2), 0)

const cancellationWrites = (
  table: OrganizationTable,
  { request, moves, stamp }: Cancellation,
): readonly Write[] => [
  ...moves.map(({ before, after }) => moveWrite(table, before, after)),
  unblockedRequestWrite(table, request.id, { ...stamp, actions: [canceledTogether(moves.length)] }, [
    ['unallocatedMinor', sumOf(moves.map(({ before }) => before.amountMinor))],
  ]),
]

/** An allocation's pair is in the table since the allocation was made: no need to read it first. */
function givingBackWrites(
  table: OrganizationTable,
  { customerId, currency }: { readonly customerId: string; readonly currency: string },
  cancellations: readonly Cancellation[],
): readonly Write[] {
  const moves = cancellations.flatMap((cancellation) => cancellation.moves)
  const changes = closings(moves.map(({ before }) => before))
  const exposures = changes.map((pair) => noExposure(pair.paymentInstrumentId, pair.gatewayAccountId))
  return [
    changeExposures(table, { customerId, currency, exposures }, changes),
    ...giveBackWrites(
      table,
      moves.map(({ after }) => after),
    ),
  ]
}

/** pending or queued → processing puts the credit that is about to be sent, in the same transaction (design §8). */
export const beginProcessing = (
  table: OrganizationTable,
  before: Allocation,
  after: Allocation,
  credit: Transaction,
  alongside: readonly Write[],
): Promise<unknown> =>
  commit(table, [
    moveWrite(table, before, after, overdueTime(after)),
    unblockedRequestWrite(table, after.payoutRequestId, {
      ...after.lastChange,
      actions: [PROCESSING_STARTED],
    }),
    newTransactionWrite(table, credit),
    ...alongside,
  ])

const PROCESSING_STARTED: ChangeAction = {
  type: 'payout-request-processing-started',
  message: 'Payment processing started',
}

/** The allocation's request says what was done, and is refused as `stale` when it has been blocked meanwhile. */
const unblockedRequestWrite = (
  table: OrganizationTable,
  payoutRequestId: string,
  lastChange: Change,
  increase: readonly Assignment[] = [],
): Write => ({
  key: requestKey(table.organization, payoutRequestId),
  update: {
    set: [
      ['updatedTime', lastChange.at],
      ['lastChange', lastChange],
    ],
    increase: [...increase, ['version', 1]],
  },
  when: [is('blocked', false)],
  otherwise: stale,
})

/**
 * The status edge itself, on the condition that it still starts where it was seen. `due`: when the sweeper is to look
 * after its payment, null for no more; left out where there is none.
 */
export const moveWrite = (
  table: OrganizationTable,
  before: Allocation,
  after: Allocation,
  due?: string | null,
): Write => ({
  key: allocationKey(table.organization, before.payoutRequestId, before.number),
  update: {
    set: [
      ...MOVED.map((field) => [field, after[field]] as const),
      ...(due === undefined ? [] : Object.entries(openPaymentKey(after.id, due))),
    ],
  },
  when: [is('status', before.status), is('version', before.version)],
  otherwise: stale,
})

const MOVED = [
  'status',
  'transactionId',
  'transactionStatus',
  'transactionResult',
  'lastChange',
  'version',
  'updatedTime',
] as const satisfies readonly (keyof Allocation)[]

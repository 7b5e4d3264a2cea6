import type { Allocation } from '../domain/allocation.ts'
import { noExposure } from '../domain/customer.ts'
import type { Change } from '../domain/payout-request.ts'
import type { Transaction } from '../domain/transaction.ts'
import { openedBy } from './allocations.ts'
import { changeExposures } from './exposures.ts'
import { type Assignment, is } from './expressions.ts'
import { allocationKey, requestKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { newTransactionWrite } from './transactions.ts'
import { giveBackWrites } from './windows.ts'
import { commit, stale, type Write } from './write.ts'

/** The edges of an allocation's life that PATCH takes, each with what stands beside it in design §8. */

/** pending → canceled gives the amount back to the request, to the pair and to its rolling window (design §8). */
export const cancelAllocation = (
  table: OrganizationTable,
  before: Allocation,
  after: Allocation,
  alongside: readonly Write[],
): Promise<unknown> =>
  commit(table, [
    moveWrite(table, before, after),
    unblockedRequestWrite(table, after, after.lastChange, [['unallocatedMinor', before.amountMinor]]),
    changeExposures(table, pairOnly(before), [{ ...openedBy(before), openMinor: -before.amountMinor }]),
    ...giveBackWrites(table, before, after.updatedTime),
    ...alongside,
  ])

/** pending → processing puts the credit that is about to be sent, in the same transaction (design §8). */
export const beginProcessing = (
  table: OrganizationTable,
  before: Allocation,
  after: Allocation,
  credit: Transaction,
  alongside: readonly Write[],
): Promise<unknown> =>
  commit(table, [
    moveWrite(table, before, after),
    unblockedRequestWrite(table, after, { ...after.lastChange, actions: [PROCESSING_STARTED] }),
    newTransactionWrite(table, credit),
    ...alongside,
  ])

const PROCESSING_STARTED = {
  type: 'payout-request-processing-started',
  message: 'Payment processing started',
}

/** The allocation's request says what was done, and is refused as `stale` when it has been blocked meanwhile. */
const unblockedRequestWrite = (
  table: OrganizationTable,
  { payoutRequestId, updatedTime }: Allocation,
  lastChange: Change,
  increase: readonly Assignment[] = [],
): Write => ({
  key: requestKey(table.organization, payoutRequestId),
  update: {
    set: [
      ['updatedTime', updatedTime],
      ['lastChange', lastChange],
    ],
    increase: [...increase, ['version', 1]],
  },
  when: [is('blocked', false)],
  otherwise: stale,
})

/** The status edge itself, on the condition that it still starts where it was seen. */
export const moveWrite = (table: OrganizationTable, before: Allocation, after: Allocation): Write => ({
  key: allocationKey(table.organization, before.payoutRequestId, before.number),
  update: {
    set: MOVED.map((field) => [field, after[field]] as const),
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

/** An allocation's pair is in the table since the allocation was made: no need to read it first. */
const pairOnly = (allocation: Allocation) => ({
  customerId: allocation.customerId,
  currency: allocation.currency,
  exposures: [noExposure(allocation.paymentInstrumentId, allocation.gatewayAccountId)],
})

import { completedTimeOf } from '../domain/allocation.ts'
import type { AllocationView, representAllocation } from './allocation.ts'
import type { Cell } from './csv.ts'

/** What a file of allocations says of each: all that JSON says but the links, and what reconciliation needs besides. */
export const ALLOCATION_COLUMNS = [
  'id',
  'payoutRequestId',
  'batchId',
  'runId',
  'customerId',
  'paymentInstrumentId',
  'paymentMethod',
  'gatewayAccountId',
  'gatewayName',
  'gatewayPayoutInstruction',
  'currency',
  'amount',
  'exposureAmount',
  'status',
  'uncovered',
  'transactionId',
  'transactionResult',
  'transactionStatus',
  'gatewayTransactionId',
  'createdTime',
  'updatedTime',
  'completedTime',
] as const

export type AllocationRow = Readonly<Record<(typeof ALLOCATION_COLUMNS)[number], Cell>>

/** `shown` is the allocation as JSON has it; `gatewayTransactionId` the gateway's own reference of its payment. */
export const allocationRow = (
  { allocation }: Pick<AllocationView, 'allocation'>,
  { _links, ...shown }: ReturnType<typeof representAllocation>,
  gatewayTransactionId: string | null,
): AllocationRow => ({
  ...shown,
  customerId: allocation.customerId,
  gatewayTransactionId,
  completedTime: completedTimeOf(allocation),
})

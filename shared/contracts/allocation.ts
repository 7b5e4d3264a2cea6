import * as z from 'zod'
import {
  ALLOCATION_STATUSES,
  type Allocation,
  TRANSACTION_RESULTS,
  TRANSACTION_STATUSES,
} from '../domain/allocation.ts'
import { PAYOUT_INSTRUCTIONS } from '../domain/gateway-account.ts'
import { amount, currency, decimal, expected, id, links, money, oneOf, string, time } from './fields.ts'
import type { LinkTo } from './links.ts'

/** Body of POST /payout-request-allocations. The amount is in units of the payout request's currency. */
export const NewAllocation = z.object({
  payoutRequestId: string,
  paymentInstrumentId: string,
  gatewayAccountId: string,
  amount,
})

/** Body of POST /payout-request-allocations/auto. */
export const AutoAllocationAsk = z.object({ payoutRequestId: string })

/** Body of PATCH /payout-request-allocations/{id}. */
export const AllocationPatch = z.object({ status: oneOf(['processing', 'canceled']) })

/** A published limit (api-reference §4.6). */
export const PROCESSED_TOGETHER_LIMIT = 1000

/** Body of POST /payout-request-allocations/process. */
export const AllocationsToProcess = z.object({
  allocationIds: z
    .array(string, expected('an array of allocation ids'))
    .min(1, 'must name at least one allocation')
    .max(PROCESSED_TOGETHER_LIMIT, `must name at most ${PROCESSED_TOGETHER_LIMIT} allocations`),
})

export const AllocationRepresentation = z.object({
  id,
  payoutRequestId: id,
  batchId: id.nullable(),
  paymentInstrumentId: id,
  paymentMethod: z.string(),
  gatewayAccountId: id,
  gatewayName: z.string(),
  gatewayPayoutInstruction: z.enum(PAYOUT_INSTRUCTIONS),
  amount: money,
  exposureAmount: money,
  currency,
  status: z.enum(ALLOCATION_STATUSES),
  /** Ours: pending where the exposure that it was to be covered by is gone. */
  uncovered: z.boolean(),
  /** Ours: the run that made it, null when it was asked for by itself. */
  runId: z.string().nullable(),
  transactionId: id.nullable(),
  transactionResult: z.enum(TRANSACTION_RESULTS).nullable(),
  transactionStatus: z.enum(TRANSACTION_STATUSES).nullable(),
  createdTime: time,
  updatedTime: time,
  _links: links,
})

export interface AllocationView {
  readonly allocation: Allocation
  /** The committed batch that holds its payout request now. */
  readonly batchId: string | null
  /** Whether its pair covers it no more (rules §4.1). */
  readonly uncovered: boolean
}

export function representAllocation(
  { allocation, batchId, uncovered }: AllocationView,
  linkTo: LinkTo,
): z.infer<typeof AllocationRepresentation> {
  const { currency, transactionId } = allocation
  return {
    id: allocation.id,
    payoutRequestId: allocation.payoutRequestId,
    batchId,
    paymentInstrumentId: allocation.paymentInstrumentId,
    paymentMethod: allocation.paymentMethod,
    gatewayAccountId: allocation.gatewayAccountId,
    gatewayName: allocation.gatewayName,
    gatewayPayoutInstruction: allocation.gatewayPayoutInstruction,
    amount: decimal(allocation.amountMinor, currency),
    exposureAmount: decimal(allocation.exposureMinor, currency),
    currency,
    status: allocation.status,
    uncovered,
    runId: allocation.runId,
    transactionId,
    transactionResult: allocation.transactionResult,
    transactionStatus: allocation.transactionStatus,
    createdTime: allocation.createdTime,
    updatedTime: allocation.updatedTime,
    _links: [
      linkTo('self', `/payout-request-allocations/${allocation.id}`),
      ...(transactionId ? [linkTo('transaction', `/transactions/${transactionId}`)] : []),
      linkTo('gatewayAccount', `/gateway-accounts/${allocation.gatewayAccountId}`),
      linkTo('payoutRequest', `/payout-requests/${allocation.payoutRequestId}`),
      linkTo('paymentInstrument', `/payment-instruments/${allocation.paymentInstrumentId}`),
    ],
  }
}

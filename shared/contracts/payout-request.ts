import * as z from 'zod'
import type { Allocation } from '../domain/allocation.ts'
import {
  BLOCK_REASONS,
  CANCELERS,
  PAYOUT_REQUEST_STATUSES,
  type PayoutRequest,
  SETTABLE_STATUSES,
  SPLIT_REASONS,
} from '../domain/payout-request.ts'
import type { PayoutAsk } from '../domain/payout-request-changes.ts'
import { AllocationRepresentation, representAllocation } from './allocation.ts'
import {
  amount,
  amountProblem,
  currency,
  decimal,
  flag,
  id,
  isObject,
  link,
  links,
  minorOf,
  money,
  NEEDS_BLOCKED,
  oneOf,
  refuse,
  text,
  time,
} from './fields.ts'
import type { LinkTo } from './links.ts'

/** Body of POST /payout-requests and PUT /payout-requests/{id}. Amounts in units of the currency. */
export const NewPayoutRequest = z
  .object({
    websiteId: id,
    customerId: id,
    currency,
    amount,
    paymentInstrumentId: id.nullish(),
    description: text(1000).nullish(),
    selectedPaymentInstrumentRedirectUrl: link.nullish(),
    blocked: flag.nullish(),
    blockReason: oneOf(BLOCK_REASONS).nullish(),
    splitReason: oneOf(SPLIT_REASONS).nullish(),
  })
  .superRefine(
    (body, context) => {
      const problem = amountProblem(body.amount, body.currency)
      if (problem) refuse(context, 'amount', problem)
      if (body.blockReason && body.blocked !== true) refuse(context, 'blockReason', NEEDS_BLOCKED)
    },
    { when: isObject },
  )

/** Body of PATCH /payout-requests/{id} (api-reference §3.5). */
export const PayoutRequestPatchBody = z
  .object({
    status: oneOf(SETTABLE_STATUSES).optional(),
    canceledBy: oneOf(CANCELERS).optional(),
    cancellationDescription: text(255).nullish(),
    description: text(1000).nullish(),
    blocked: flag.optional(),
    blockReason: oneOf(BLOCK_REASONS).nullish(),
    blockDescription: text(255).nullish(),
  })
  .superRefine(
    (body, context) => {
      if (body.status === 'canceled' && body.canceledBy === undefined)
        refuse(context, 'canceledBy', 'is required when status is canceled')
      for (const field of ['blockReason', 'blockDescription'] as const)
        if (body[field] && body.blocked !== true) refuse(context, field, NEEDS_BLOCKED)
    },
    { when: isObject },
  )

export const PayoutRequestRepresentation = z.object({
  id,
  websiteId: id,
  customerId: id,
  paymentInstrumentId: id.nullable(),
  splitFromPayoutRequestId: id.nullable(),
  mergedIntoPayoutRequestId: z.null(),
  currency,
  amount: money,
  availableAmount: money,
  /** Ours: what was paid so far. */
  paidAmount: money,
  description: z.string().nullable(),
  status: z.enum(PAYOUT_REQUEST_STATUSES),
  blocked: z.boolean(),
  blockReason: z.enum(BLOCK_REASONS).nullable(),
  splitReason: z.enum(SPLIT_REASONS).nullable(),
  batchId: id.nullable(),
  allocations: z.array(AllocationRepresentation),
  selectedPaymentInstrumentRedirectUrl: z.string().optional(),
  cancellationReason: z
    .object({ canceledBy: z.enum(CANCELERS), description: z.string().nullable() })
    .nullable(),
  createdTime: time,
  updatedTime: time,
  _links: links,
})

/** A request as the API shows it. `batchId` is the committed batch that holds it, never an uncommitted claim. */
export function representPayoutRequest(
  { request, allocations, batchId, uncovered }: PayoutRequestView,
  linkTo: LinkTo,
): z.infer<typeof PayoutRequestRepresentation> {
  const {
    id,
    currency,
    splitFromPayoutRequestId,
    paymentInstrumentId,
    selectedPaymentInstrumentRedirectUrl,
  } = request
  return {
    id,
    websiteId: request.websiteId,
    customerId: request.customerId,
    paymentInstrumentId,
    splitFromPayoutRequestId,
    mergedIntoPayoutRequestId: null,
    currency,
    amount: decimal(request.amountMinor, currency),
    availableAmount: decimal(request.unallocatedMinor, currency),
    paidAmount: decimal(request.paidMinor, currency),
    description: request.description,
    status: request.status,
    blocked: request.blocked,
    blockReason: request.blockReason,
    splitReason: request.splitReason,
    batchId,
    allocations: allocations.map((allocation) =>
      representAllocation({ allocation, batchId, uncovered: uncovered.has(allocation.id) }, linkTo),
    ),
    ...(selectedPaymentInstrumentRedirectUrl && {
      selectedPaymentInstrumentRedirectUrl: selectedPaymentInstrumentRedirectUrl.replaceAll('{{id}}', id),
    }),
    cancellationReason: request.cancellation,
    createdTime: request.createdTime,
    updatedTime: request.updatedTime,
    _links: [
      linkTo('self', `/payout-requests/${id}`),
      ...(splitFromPayoutRequestId
        ? [linkTo('splitFrom', `/payout-requests/${splitFromPayoutRequestId}`)]
        : []),
      ...(paymentInstrumentId
        ? [linkTo('paymentInstrument', `/payment-instruments/${paymentInstrumentId}`)]
        : []),
    ],
  }
}

export interface PayoutRequestView {
  readonly request: PayoutRequest
  readonly allocations: readonly Allocation[]
  readonly batchId: string | null
  /** The ids of allocations that their pairs cover no more. */
  readonly uncovered: ReadonlySet<string>
}

/** A request that has just come to be. */
export const newlyAsked = (request: PayoutRequest): PayoutRequestView => ({
  request,
  allocations: [],
  batchId: null,
  uncovered: new Set(),
})

/** What the body asks for, in the words of the domain. */
export const askOf = (body: z.infer<typeof NewPayoutRequest>): PayoutAsk => ({
  websiteId: body.websiteId,
  customerId: body.customerId,
  currency: body.currency,
  amountMinor: minorOf(body.amount, body.currency),
  paymentInstrumentId: body.paymentInstrumentId ?? null,
  description: body.description ?? null,
  selectedPaymentInstrumentRedirectUrl: body.selectedPaymentInstrumentRedirectUrl ?? null,
  blocked: body.blocked ?? false,
  blockReason: body.blockReason ?? null,
  splitReason: body.splitReason ?? null,
})

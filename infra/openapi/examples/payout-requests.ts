import type * as z from 'zod'
import type { AllocationRepresentation } from '../../../shared/contracts/allocation.ts'
import type { OfferedInstrumentRepresentation } from '../../../shared/contracts/offered-instrument.ts'
import type { PayoutRequestRepresentation } from '../../../shared/contracts/payout-request.ts'
import type { TimelineMessageRepresentation } from '../../../shared/contracts/timeline.ts'
import { IDS, linkTo, TIME } from './ids.ts'

export const ALLOCATION = {
  id: IDS.allocation,
  payoutRequestId: IDS.request,
  batchId: IDS.batch,
  paymentInstrumentId: IDS.instrument,
  paymentMethod: 'payment-card',
  gatewayAccountId: IDS.gatewayAccount,
  gatewayName: 'Adyen',
  gatewayPayoutInstruction: 'covered-payout',
  amount: 250,
  exposureAmount: 400,
  currency: 'EUR',
  status: 'pending',
  uncovered: false,
  runId: IDS.run,
  transactionId: null,
  transactionResult: null,
  transactionStatus: null,
  createdTime: TIME.allocated,
  updatedTime: TIME.allocated,
  _links: [
    linkTo('self', `/payout-request-allocations/${IDS.allocation}`),
    linkTo('gatewayAccount', `/gateway-accounts/${IDS.gatewayAccount}`),
    linkTo('payoutRequest', `/payout-requests/${IDS.request}`),
    linkTo('paymentInstrument', `/payment-instruments/${IDS.instrument}`),
  ],
} satisfies z.input<typeof AllocationRepresentation>

export const PAYOUT_REQUEST = {
  id: IDS.request,
  websiteId: IDS.website,
  customerId: IDS.customer,
  paymentInstrumentId: IDS.instrument,
  splitFromPayoutRequestId: null,
  mergedIntoPayoutRequestId: null,
  currency: 'EUR',
  amount: 250,
  availableAmount: 0,
  paidAmount: 0,
  description: 'Winnings of February',
  status: 'in-progress',
  blocked: false,
  blockReason: null,
  splitReason: null,
  batchId: IDS.batch,
  allocations: [ALLOCATION],
  cancellationReason: null,
  createdTime: TIME.asked,
  updatedTime: TIME.allocated,
  _links: [
    linkTo('self', `/payout-requests/${IDS.request}`),
    linkTo('paymentInstrument', `/payment-instruments/${IDS.instrument}`),
  ],
} satisfies z.input<typeof PayoutRequestRepresentation>

const part = (id: string, amount: number) =>
  ({
    ...PAYOUT_REQUEST,
    id,
    splitFromPayoutRequestId: IDS.splitRequest,
    amount,
    availableAmount: amount,
    status: 'pending',
    splitReason: 'payment-instrument-limit',
    batchId: null,
    allocations: [],
    updatedTime: TIME.asked,
    _links: [
      linkTo('self', `/payout-requests/${id}`),
      linkTo('paymentInstrument', `/payment-instruments/${IDS.instrument}`),
    ],
  }) satisfies z.input<typeof PayoutRequestRepresentation>

export const PARTS = [part(IDS.part, 150), part(IDS.otherPart, 100)]

export const OFFERED_INSTRUMENT = {
  paymentInstrumentId: IDS.instrument,
  gatewayName: 'Adyen',
  gatewayAccountId: IDS.gatewayAccount,
  gatewayPayoutInstruction: 'covered-payout',
  exposureAmount: 400,
  previousAllocatedAmount: 0,
  lastPaymentTime: TIME.paid,
  lastPayoutTime: null,
} satisfies z.input<typeof OfferedInstrumentRepresentation>

export const TIMELINE_MESSAGE = {
  id: IDS.message,
  type: 'timeline-comment-created',
  occurredTime: TIME.approved,
  triggeredBy: 'direct-api',
  message: 'Called the customer, all is well.',
  extraData: {
    actions: [],
    tables: [],
    author: { userFullName: null, userId: IDS.user },
    mentions: {},
    links: [],
  },
  _links: [linkTo('self', `/payout-requests/${IDS.request}/timeline/${IDS.message}`)],
} satisfies z.input<typeof TimelineMessageRepresentation>

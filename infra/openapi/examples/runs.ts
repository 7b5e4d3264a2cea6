import type * as z from 'zod'
import type { PlanRepresentation } from '../../../shared/contracts/allocation-plan.ts'
import type { BatchPreview, BatchRepresentation } from '../../../shared/contracts/batch.ts'
import type { MemberResultRepresentation } from '../../../shared/contracts/member-operation.ts'
import type { OutcomeRepresentation } from '../../../shared/contracts/outcome.ts'
import type { OutcomeTraceRepresentation } from '../../../shared/contracts/outcome-trace.ts'
import type { RunRepresentation, RunSummary } from '../../../shared/contracts/run.ts'
import { IDS, linkTo, PLAN_HASH, TIME } from './ids.ts'

const results = {
  outcomeCounts: {
    allocated: 1,
    'already-allocated': 0,
    'partially-allocated': 0,
    'not-allocated': 1,
    fault: 0,
  },
  allocatedAmountByCurrency: [{ currency: 'EUR', amount: 250 }],
  unallocatedAmountByCurrency: [{ currency: 'EUR', amount: 80.5 }],
}

export const RUN_SUMMARY = {
  id: IDS.run,
  startedTime: TIME.batched,
  finishedTime: TIME.allocated,
  startedBy: IDS.user,
  planHash: null,
  ...results,
} satisfies z.input<typeof RunSummary>

export const RUN = {
  ...RUN_SUMMARY,
  status: 'completed',
  _links: [linkTo('outcomes', `/payout-request-batches/${IDS.batch}/outcomes?run=${IDS.run}`)],
} satisfies z.input<typeof RunRepresentation>

export const BATCH = {
  id: IDS.batch,
  userId: IDS.user,
  status: 'completed',
  totalCount: 2,
  successCount: 1,
  failureCount: 1,
  customerCount: 1,
  totalAmountByCurrency: [{ currency: 'EUR', amount: 330.5 }],
  payoutRequestIds: [IDS.request, IDS.otherRequest],
  description: 'Approved on 2 March',
  allocationOrder: null,
  run: RUN_SUMMARY,
  createdTime: TIME.batched,
  updatedTime: TIME.allocated,
  _links: [
    linkTo('self', `/payout-request-batches/${IDS.batch}`),
    linkTo('payoutRequests', `/payout-requests?filter=batchId:${IDS.batch}`),
  ],
} satisfies z.input<typeof BatchRepresentation>

export const PREVIEW = {
  matchingCount: 2,
  customerCount: 1,
  totalAmountByCurrency: [{ currency: 'EUR', amount: 330.5 }],
} satisfies z.input<typeof BatchPreview>

export const PLAN = {
  planHash: PLAN_HASH,
  expiresTime: '2026-03-03T12:00:00.417Z',
  ...results,
  allocatedAmountByGatewayAccount: [{ gatewayAccountId: IDS.gatewayAccount, currency: 'EUR', amount: 250 }],
  _links: [
    linkTo('payoutRequestBatch', `/payout-request-batches/${IDS.batch}`),
    linkTo('outcomes', `/payout-request-batches/${IDS.batch}/outcomes?plan=${PLAN_HASH}`),
  ],
} satisfies z.input<typeof PlanRepresentation>

export const OUTCOME = {
  payoutRequestId: IDS.request,
  customerId: IDS.customer,
  currency: 'EUR',
  amount: 250,
  availableBefore: 250,
  allocatedAmount: 250,
  unallocatedAmount: 0,
  outcome: 'allocated',
  reason: null,
  reasons: ['not-needed'],
  legs: [
    {
      allocationId: IDS.allocation,
      paymentInstrumentId: IDS.instrument,
      gatewayAccountId: IDS.gatewayAccount,
      amount: 250,
      limitedBy: 'amount',
    },
  ],
  runId: IDS.run,
  errorId: null,
} satisfies z.input<typeof OutcomeRepresentation>

const unlimited = { transactionMaximumAmount: null, transactionMinimumAmount: null, periodLeftAmount: null }

export const OUTCOME_TRACE = {
  ...OUTCOME,
  explanation: null,
  allocationOrder: ['selected-payment-instrument', 'payment-card', 'alternative-payment-methods'],
  allocationPolicy: 'largest-exposure',
  candidates: [
    {
      paymentInstrumentId: IDS.instrument,
      gatewayAccountId: IDS.gatewayAccount,
      gatewayName: 'Adyen',
      gatewayPayoutInstruction: 'covered-payout',
      orderEntry: 'selected-payment-instrument',
      exposureAmount: 400,
      openAmount: 0,
      capacityAmount: 400,
      ...unlimited,
      neededAmount: 250,
      availableAmount: 400,
      allocatedAmount: 250,
      movedAmount: 0,
      limitedBy: 'amount',
      reason: null,
      explanation: 'It took all that was missing.',
    },
    {
      paymentInstrumentId: IDS.otherInstrument,
      gatewayAccountId: IDS.otherGatewayAccount,
      gatewayName: 'Skrill',
      gatewayPayoutInstruction: 'all',
      orderEntry: 'alternative-payment-methods',
      exposureAmount: 0,
      openAmount: 0,
      capacityAmount: null,
      ...unlimited,
      neededAmount: 0,
      availableAmount: null,
      allocatedAmount: 0,
      movedAmount: 0,
      limitedBy: null,
      reason: 'not-needed',
      explanation: 'Nothing was missing any more when the walk came to this pair.',
    },
  ],
} satisfies z.input<typeof OutcomeTraceRepresentation>

export const MEMBER_RESULT = {
  payoutRequestId: IDS.otherRequest,
  outcome: 'refused',
  reason: 'blocked',
  errorId: null,
} satisfies z.input<typeof MemberResultRepresentation>

import type * as z from 'zod'
import * as allocations from '../../shared/contracts/allocation.ts'
import * as plans from '../../shared/contracts/allocation-plan.ts'
import { AttentionRepresentation } from '../../shared/contracts/attention.ts'
import * as batches from '../../shared/contracts/batch.ts'
import { BatchRequestRepresentation } from '../../shared/contracts/batch-request.ts'
import {
  DeliveryRepresentation,
  NewRedelivery,
  RedeliveryRepresentation,
} from '../../shared/contracts/delivery.ts'
import * as gateways from '../../shared/contracts/gateway-account.ts'
import { GatewayAccountRepresentation } from '../../shared/contracts/gateway-account-view.ts'
import { MemberResultRepresentation } from '../../shared/contracts/member-operation.ts'
import { OfferedInstrumentRepresentation } from '../../shared/contracts/offered-instrument.ts'
import * as organizations from '../../shared/contracts/organization.ts'
import { OutcomeRepresentation } from '../../shared/contracts/outcome.ts'
import { OutcomeTraceRepresentation } from '../../shared/contracts/outcome-trace.ts'
import * as instruments from '../../shared/contracts/payment-instrument.ts'
import { TransactionUpdate } from '../../shared/contracts/payment-result.ts'
import * as requests from '../../shared/contracts/payout-request.ts'
import * as moves from '../../shared/contracts/payout-request-moves.ts'
import { RunRepresentation, RunSummary } from '../../shared/contracts/run.ts'
import * as schedules from '../../shared/contracts/schedule.ts'
import { NewComment, TimelineMessageRepresentation } from '../../shared/contracts/timeline.ts'
import * as transactions from '../../shared/contracts/transaction.ts'
import * as webhooks from '../../shared/contracts/webhook.ts'
import * as websites from '../../shared/contracts/website.ts'
import { EVENT_COMPONENTS } from './events.ts'
import { ATTENTION } from './examples/attention.ts'
import { IDS, PLAN_HASH, TIME } from './examples/ids.ts'
import * as shownRequests from './examples/payout-requests.ts'
import * as referenceData from './examples/reference-data.ts'
import * as shownRuns from './examples/runs.ts'
import * as shownSchedules from './examples/schedules.ts'
import { DELIVERY, REDELIVERY, WEBHOOK, WEBHOOK_BODY } from './examples/webhooks.ts'

/** A body of the API by its name in the document, with an example of it. */
export interface Component {
  readonly name: string
  readonly schema: z.ZodType
  readonly example: unknown
}

const component = <Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  example: z.input<Schema>,
): Component => ({ name, schema, example })

/** What the API answers. */
const ANSWERS: readonly Component[] = [
  component('PayoutRequest', requests.PayoutRequestRepresentation, shownRequests.PAYOUT_REQUEST),
  component('TimelineMessage', TimelineMessageRepresentation, shownRequests.TIMELINE_MESSAGE),
  component('PaymentInstrumentOffer', OfferedInstrumentRepresentation, shownRequests.OFFERED_INSTRUMENT),
  component('Allocation', allocations.AllocationRepresentation, shownRequests.ALLOCATION),
  component('Batch', batches.BatchRepresentation, shownRuns.BATCH),
  component('BatchPreview', batches.BatchPreview, shownRuns.PREVIEW),
  component('RunSummary', RunSummary, shownRuns.RUN_SUMMARY),
  component('Run', RunRepresentation, shownRuns.RUN),
  component('AllocationPlan', plans.PlanRepresentation, shownRuns.PLAN),
  component('Outcome', OutcomeRepresentation, shownRuns.OUTCOME),
  component('OutcomeTrace', OutcomeTraceRepresentation, shownRuns.OUTCOME_TRACE),
  component('MemberResult', MemberResultRepresentation, shownRuns.MEMBER_RESULT),
  component('Schedule', schedules.ScheduleRepresentation, shownSchedules.SCHEDULE),
  component('BatchRequest', BatchRequestRepresentation, shownSchedules.BATCH_REQUEST),
  component('GatewayAccount', GatewayAccountRepresentation, referenceData.GATEWAY_ACCOUNT),
  component(
    'PaymentInstrument',
    instruments.PaymentInstrumentRepresentation,
    referenceData.PAYMENT_INSTRUMENT,
  ),
  component('Transaction', transactions.TransactionRepresentation, referenceData.TRANSACTION),
  component('Webhook', webhooks.WebhookRepresentation, WEBHOOK),
  component('Delivery', DeliveryRepresentation, DELIVERY),
  component('Redelivery', RedeliveryRepresentation, REDELIVERY),
  component('Attention', AttentionRepresentation, ATTENTION),
  component('Organization', organizations.OrganizationRepresentation, referenceData.ORGANIZATION),
  component('Website', websites.WebsiteRepresentation, referenceData.WEBSITE),
]

const SPLIT = { amounts: [150, 100], splitReason: 'payment-instrument-limit' as const }

/** What the API is asked for. */
const BODIES: readonly Component[] = [
  component('NewPayoutRequest', requests.NewPayoutRequest, {
    websiteId: IDS.website,
    customerId: IDS.customer,
    currency: 'EUR',
    amount: 250,
    paymentInstrumentId: IDS.instrument,
    description: 'Winnings of February',
  }),
  component('PayoutRequestPatch', requests.PayoutRequestPatchBody, { status: 'approved' }),
  component('PayoutRequestCancellation', moves.PayoutRequestCancellation, {
    canceledBy: 'merchant',
    description: 'The customer asked for it by telephone',
  }),
  component('PayoutRequestSplit', moves.PayoutRequestSplit, SPLIT),
  component('NewPayoutRequestSplit', moves.NewPayoutRequestSplit, {
    payoutRequestId: IDS.splitRequest,
    ...SPLIT,
  }),
  component('NewComment', NewComment, { message: shownRequests.TIMELINE_MESSAGE.message }),
  component('NewAllocation', allocations.NewAllocation, {
    payoutRequestId: IDS.request,
    paymentInstrumentId: IDS.instrument,
    gatewayAccountId: IDS.gatewayAccount,
    amount: 250,
  }),
  component('AutoAllocationAsk', allocations.AutoAllocationAsk, { payoutRequestId: IDS.request }),
  component('AllocationPatch', allocations.AllocationPatch, { status: 'processing' }),
  component('AllocationsToProcess', allocations.AllocationsToProcess, { allocationIds: [IDS.allocation] }),
  component('NewBatch', batches.NewBatchBody, {
    filter: 'status:approved;currency:EUR',
    description: 'Approved on 2 March',
  }),
  component('BatchPatch', batches.BatchPatch, { description: 'Approved on 2 March, first half' }),
  component('AddedMembers', batches.AddedMembers, { payoutRequestIds: [IDS.request, IDS.otherRequest] }),
  component('RemovedMembers', batches.RemovedMembers, { payoutRequestIds: [IDS.otherRequest] }),
  component('NoBody', batches.NoBody, {}),
  component('BatchBlock', batches.BatchBlock, { reason: 'aml-review' }),
  component('AllocationsOfRun', batches.AllocationsOfRun, { runId: IDS.run }),
  component('NewPlan', plans.NewPlanBody, {}),
  component('AutoAllocation', plans.AutoAllocationBody, { planHash: PLAN_HASH }),
  component('ScheduleBody', schedules.ScheduleBody, shownSchedules.SCHEDULE_BODY),
  component('SchedulePatch', schedules.SchedulePatch, { status: 'paused' }),
  component('GatewayAccountBody', gateways.GatewayAccountBody, referenceData.GATEWAY_ACCOUNT_BODY),
  component('NewGatewayAccount', gateways.NewGatewayAccount, referenceData.GATEWAY_ACCOUNT_BODY),
  component('GatewayAccountPatch', gateways.GatewayAccountPatch, { isDown: true }),
  component(
    'PaymentInstrumentBody',
    instruments.PaymentInstrumentBody,
    referenceData.PAYMENT_INSTRUMENT_BODY,
  ),
  component('NewPaymentInstrument', instruments.NewPaymentInstrument, referenceData.PAYMENT_INSTRUMENT_BODY),
  component('PaymentInstrumentPatch', instruments.PaymentInstrumentPatch, { expMonth: 6, expYear: 2031 }),
  component('NewTransaction', transactions.NewTransaction, {
    requestId: 'order-20260220-1047',
    type: 'sale',
    result: 'approved',
    amount: 400,
    currency: 'EUR',
    customerId: IDS.customer,
    paymentInstrumentId: IDS.instrument,
    gatewayAccountId: IDS.gatewayAccount,
    processedTime: TIME.paid,
  }),
  component('TransactionPatch', transactions.TransactionPatch, { status: 'disputed' }),
  component('TransactionUpdate', TransactionUpdate, { result: 'approved' }),
  component('WebhookBody', webhooks.WebhookBody, WEBHOOK_BODY),
  component('NewWebhook', webhooks.NewWebhook, WEBHOOK_BODY),
  component('WebhookPatch', webhooks.WebhookPatch, { status: 'active' }),
  component('NewRedelivery', NewRedelivery, { since: TIME.asked }),
  component('OrganizationPatch', organizations.OrganizationPatch, {
    settings: { payoutRequestAllocationPolicy: 'proportional' },
  }),
  component('WebsiteBody', websites.WebsiteBody, {
    name: 'Casino Royale',
    url: 'https://casino.example.org',
  }),
]

export const COMPONENTS: readonly Component[] = [...ANSWERS, ...BODIES, ...EVENT_COMPONENTS]

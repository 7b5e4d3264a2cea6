import { OPERATIONS, type OperationId } from '../../../shared/contracts/operations.ts'
import type { Request } from './client.ts'
import { ACCOUNT, ASK, CARD, SCHEDULE } from './steps.ts'
import { HOOK, type Kind, saleOf, type Things } from './things.ts'

export interface Example {
  /** What is sent besides the path's own id. */
  readonly body?: unknown
  readonly query?: Readonly<Record<string, string>>
  /** Where else ids stand, `payoutRequestIds.0` in the body, `?filter=batchId` or further in the path, and of what. */
  readonly ids: Readonly<Record<string, Kind>>
}

/** For every operation a call that succeeds; a new one does not compile until it has its own. */
export const EXAMPLES: Record<OperationId, (ours: Things) => Example> = {
  GetPayoutRequestCollection: () => ({
    ids: {
      '?filter=id': 'request',
      '?filter=batchId': 'batch',
      '?filter=customerId': 'customer',
      '?filter=websiteId': 'website',
    },
  }),
  PostPayoutRequest: ({ instrument, website, customer }) => ({
    body: { ...ASK, paymentInstrumentId: instrument, websiteId: website, customerId: customer },
    ids: { paymentInstrumentId: 'instrument', websiteId: 'website' },
  }),
  GetPayoutRequest: () => ({ ids: {} }),
  PutPayoutRequest: ({ website, customer, instrument }) => ({
    body: { ...ASK, websiteId: website, customerId: customer, paymentInstrumentId: instrument },
    ids: { paymentInstrumentId: 'instrument' },
  }),
  PatchPayoutRequest: () => ({ body: { description: 'Changed' }, ids: {} }),
  PostPayoutRequestCancellation: () => ({ body: { canceledBy: 'merchant' }, ids: {} }),
  PostPayoutRequestSplitLegacy: () => ({ body: HALVES, ids: {} }),
  PostPayoutRequestSplit: ({ splitRequest }) => ({
    body: { payoutRequestId: splitRequest, ...HALVES },
    ids: { payoutRequestId: 'splitRequest' },
  }),
  GetPayoutRequestTimelineCollection: () => ({ ids: {} }),
  PostPayoutRequestTimeline: () => ({ body: { message: 'Looks good' }, ids: {} }),
  GetPayoutRequestTimelineMessage: () => ({ ids: { '{messageId}': 'comment' } }),
  DeletePayoutRequestTimelineMessage: () => ({ ids: { '{messageId}': 'comment' } }),
  GetPayoutRequestPaymentInstruments: () => ({ ids: {} }),

  GetPayoutRequestAllocationCollection: () => ({
    ids: {
      '?filter=id': 'allocation',
      '?filter=payoutRequestId': 'allocatedRequest',
      '?filter=batchId': 'batch',
      '?filter=customerId': 'customer',
      '?filter=paymentInstrumentId': 'instrument',
      '?filter=gatewayAccountId': 'gatewayAccount',
    },
  }),
  PostPayoutRequestAllocation: ({ request, instrument, gatewayAccount }) => ({
    body: {
      payoutRequestId: request,
      paymentInstrumentId: instrument,
      gatewayAccountId: gatewayAccount,
      amount: 1,
    },
    ids: {
      payoutRequestId: 'request',
      paymentInstrumentId: 'instrument',
      gatewayAccountId: 'gatewayAccount',
    },
  }),
  PostPayoutRequestAutoAllocation: ({ otherRequest }) => ({
    body: { payoutRequestId: otherRequest },
    ids: { payoutRequestId: 'otherRequest' },
  }),
  GetPayoutRequestAllocation: () => ({ ids: {} }),
  PatchPayoutRequestAllocation: () => ({ body: { status: 'processing' }, ids: {} }),
  PostPayoutRequestAllocationsProcess: ({ allocation }) => ({
    body: { allocationIds: [allocation] },
    ids: { 'allocationIds.0': 'allocation' },
  }),

  GetPayoutRequestBatchCollection: () => ({ ids: { '?filter=id': 'batch', '?q=': 'batch' } }),
  PostPayoutRequestBatch: ({ request }) => ({
    body: { payoutRequestIds: [request] },
    ids: { 'payoutRequestIds.0': 'request' },
  }),
  GetPayoutRequestBatchPreview: () => ({
    query: { filter: 'status:approved' },
    ids: { '?filter=id': 'request', '?filter=customerId': 'customer', '?filter=websiteId': 'website' },
  }),
  GetPayoutRequestBatch: () => ({ ids: {} }),
  PatchPayoutRequestBatch: () => ({ body: { description: 'Changed' }, ids: {} }),
  DeletePayoutRequestBatch: () => ({ ids: {} }),
  PostPayoutRequestsToBatch: ({ otherRequest }) => ({
    body: { payoutRequestIds: [otherRequest] },
    ids: { 'payoutRequestIds.0': 'otherRequest' },
  }),
  PostRemovePayoutRequestsFromBatch: ({ member }) => ({
    body: { payoutRequestIds: [member] },
    ids: { 'payoutRequestIds.0': 'member' },
  }),
  PostPayoutRequestBatchApprove: () => ({ ids: {} }),
  PostPayoutRequestBatchBlock: () => ({ body: { reason: 'other' }, ids: {} }),
  PostPayoutRequestBatchUnblock: () => ({ ids: {} }),
  PostPayoutRequestBatchCancelAllocations: () => ({ body: {}, ids: {} }),
  PostPayoutRequestBatchProcess: () => ({ body: {}, ids: {} }),
  GetPayoutRequestBatchOutcomes: ({ operation }) => ({
    query: { operation },
    ids: { '?operation=': 'operation', '?run=': 'run' },
  }),
  GetPayoutRequestBatchOutcome: () => ({ ids: { '{payoutRequestId}': 'member', '?run=': 'run' } }),
  GetPayoutRequestBatchRunCollection: () => ({ ids: { '?filter=id': 'run' } }),
  PostPayoutRequestBatchAllocationPlan: () => ({ ids: {} }),
  PostPayoutRequestBatchAutoAllocate: () => ({ ids: {} }),

  GetPayoutRequestBatchScheduleCollection: () => ({ ids: { '?filter=id': 'schedule' } }),
  PostPayoutRequestBatchSchedule: () => ({ body: { ...SCHEDULE, approve: true }, ids: {} }),
  GetPayoutRequestBatchSchedule: () => ({ ids: {} }),
  PatchPayoutRequestBatchSchedule: () => ({ body: { name: 'Changed' }, ids: {} }),
  DeletePayoutRequestBatchSchedule: () => ({ ids: {} }),
  GetPayoutRequestBatchScheduleRunCollection: () => ({ ids: {} }),
  GetPayoutRequestBatchRequest: () => ({ ids: {} }),

  GetGatewayAccountCollection: () => ({ ids: { '?filter=id': 'gatewayAccount' } }),
  PostGatewayAccount: () => ({ body: ACCOUNT, ids: { id: 'gatewayAccount' } }),
  GetGatewayAccount: () => ({ ids: {} }),
  PutGatewayAccount: () => ({ body: ACCOUNT, ids: {} }),
  PatchGatewayAccount: () => ({ body: { isDown: false }, ids: {} }),
  PostGatewayAccountEnablement: () => ({ ids: {} }),
  PostGatewayAccountDisablement: () => ({ ids: {} }),

  GetPaymentInstrumentCollection: () => ({
    ids: { '?filter=id': 'instrument', '?filter=customerId': 'customer' },
  }),
  PostPaymentInstrument: () => ({ body: CARD, ids: { id: 'instrument' } }),
  GetPaymentInstrument: () => ({ ids: {} }),
  PutPaymentInstrument: ({ customer }) => ({ body: { ...CARD, customerId: customer }, ids: {} }),
  PatchPaymentInstrument: () => ({ body: { expMonth: 12, expYear: 2030 }, ids: {} }),
  PostPaymentInstrumentDeactivation: () => ({ ids: {} }),

  GetTransactionCollection: () => ({
    ids: {
      '?filter=id': 'transaction',
      '?filter=customerId': 'customer',
      '?filter=paymentInstrumentId': 'instrument',
      '?filter=gatewayAccountId': 'gatewayAccount',
      '?filter=payoutRequestId': 'allocatedRequest',
    },
  }),
  PostTransaction: (ours) => ({
    body: { ...saleOf(ours), type: 'void', parentTransactionId: ours.transaction },
    ids: {
      id: 'transaction',
      parentTransactionId: 'transaction',
      customerId: 'customer',
      paymentInstrumentId: 'instrument',
      gatewayAccountId: 'gatewayAccount',
    },
  }),
  GetTransaction: () => ({ ids: {} }),
  PatchTransaction: () => ({ body: { status: 'disputed' }, ids: {} }),
  PostTransactionQuery: () => ({ ids: {} }),
  PostTransactionUpdate: () => ({ body: { result: 'approved' }, ids: {} }),

  GetWebhookCollection: () => ({ ids: { '?filter=id': 'webhook' } }),
  PostWebhook: () => ({ body: HOOK, ids: { id: 'webhook' } }),
  GetWebhook: () => ({ ids: {} }),
  PutWebhook: () => ({ body: HOOK, ids: {} }),
  PatchWebhook: () => ({ body: { eventsFilter: [] }, ids: {} }),
  DeleteWebhook: () => ({ ids: {} }),
  GetWebhookDeliveryCollection: () => ({ ids: { '?filter=eventId': 'event' } }),
  PostWebhookRedelivery: ({ event }) => ({ body: { eventId: event }, ids: { eventId: 'event' } }),

  GetAttention: () => ({ ids: {} }),

  GetOrganization: () => ({ ids: {} }),
  PatchOrganization: () => ({
    body: { settings: { payoutRequestAllocationPolicy: 'oldest-payment' } },
    ids: {},
  }),
  GetWebsite: () => ({ ids: {} }),
  PutWebsite: () => ({ body: { name: 'Website' }, ids: {} }),
}

/** In an order in which one example after the other finds what it needs. */
export const OPERATION_IDS = (Object.keys(EXAMPLES) as OperationId[]).toSorted(
  (a, b) => Number(isDeletion(a)) - Number(isDeletion(b)),
)

function isDeletion(operation: OperationId): boolean {
  return OPERATIONS[operation].startsWith('DELETE ')
}

/** The operation's call on our own things, `PATCH /payout-requests/x?…`, and what it sends. */
export function exampleCall(operation: OperationId, things: Things): [string, Request] {
  const { body, query } = EXAMPLES[operation](things)
  const path = OPERATIONS[operation]
    .replace('{id}', () => things[pathKind(operation)])
    .replace('{payoutRequestId}', things.member)
    .replace('{messageId}', things.comment)
  const search = new URLSearchParams(query).toString()
  return [search === '' ? path : `${path}?${search}`, { body }]
}

const HALVES = { amounts: [50, 50], splitReason: 'other' }

/** Of what the id in the path is. */
export const pathKind = (operation: OperationId): Kind =>
  FINAL_KINDS[operation] ??
  PATH_KINDS[OPERATIONS[operation].split('/')[1] ?? ''] ??
  fail(`What is the id of ${operation}?`)

/** What happens to these is the last that happens to them, or happens to no other. */
const FINAL_KINDS: Partial<Record<OperationId, Kind>> = {
  PostPayoutRequestCancellation: 'canceledRequest',
  PostPayoutRequestSplitLegacy: 'legacySplitRequest',
  PostTransactionQuery: 'credit',
  PostTransactionUpdate: 'credit',
}

const PATH_KINDS: Readonly<Record<string, Kind>> = {
  'payout-requests': 'request',
  'payout-request-allocations': 'allocation',
  'payout-request-batches': 'batch',
  'payout-request-batch-schedules': 'schedule',
  'payout-request-batch-requests': 'batchRequest',
  'gateway-accounts': 'gatewayAccount',
  'payment-instruments': 'instrument',
  transactions: 'transaction',
  webhooks: 'webhook',
  organizations: 'organization',
  websites: 'website',
}

function fail(message: string): never {
  throw new Error(message)
}

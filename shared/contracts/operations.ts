import type * as z from 'zod'

/**
 * Every operation of the API, by its published id. An id is also the permission a credential needs to call it.
 * Paths stand under `/organizations/{organizationId}`.
 */
export const OPERATIONS = {
  GetPayoutRequestCollection: 'GET /payout-requests',
  PostPayoutRequest: 'POST /payout-requests',
  GetPayoutRequest: 'GET /payout-requests/{id}',
  PutPayoutRequest: 'PUT /payout-requests/{id}',
  PatchPayoutRequest: 'PATCH /payout-requests/{id}',
  PostPayoutRequestCancellation: 'POST /payout-requests/{id}/cancel',
  PostPayoutRequestSplitLegacy: 'POST /payout-requests/{id}/split',
  PostPayoutRequestSplit: 'POST /payout-request-splits',
  GetPayoutRequestTimelineCollection: 'GET /payout-requests/{id}/timeline',
  PostPayoutRequestTimeline: 'POST /payout-requests/{id}/timeline',
  GetPayoutRequestTimelineMessage: 'GET /payout-requests/{id}/timeline/{messageId}',
  DeletePayoutRequestTimelineMessage: 'DELETE /payout-requests/{id}/timeline/{messageId}',
  GetPayoutRequestPaymentInstruments: 'GET /payout-requests/{id}/payment-instruments',

  GetPayoutRequestAllocationCollection: 'GET /payout-request-allocations',
  PostPayoutRequestAllocation: 'POST /payout-request-allocations',
  PostPayoutRequestAutoAllocation: 'POST /payout-request-allocations/auto',
  GetPayoutRequestAllocation: 'GET /payout-request-allocations/{id}',
  PatchPayoutRequestAllocation: 'PATCH /payout-request-allocations/{id}',
  PostPayoutRequestAllocationsProcess: 'POST /payout-request-allocations/process',

  GetPayoutRequestBatchCollection: 'GET /payout-request-batches',
  PostPayoutRequestBatch: 'POST /payout-request-batches',
  GetPayoutRequestBatchPreview: 'GET /payout-request-batches/preview',
  GetPayoutRequestBatch: 'GET /payout-request-batches/{id}',
  PatchPayoutRequestBatch: 'PATCH /payout-request-batches/{id}',
  DeletePayoutRequestBatch: 'DELETE /payout-request-batches/{id}',
  PostPayoutRequestsToBatch: 'POST /payout-request-batches/{id}/payout-requests',
  PostRemovePayoutRequestsFromBatch: 'POST /payout-request-batches/{id}/payout-requests/remove',
  PostPayoutRequestBatchApprove: 'POST /payout-request-batches/{id}/approve',
  PostPayoutRequestBatchBlock: 'POST /payout-request-batches/{id}/block',
  PostPayoutRequestBatchUnblock: 'POST /payout-request-batches/{id}/unblock',
  PostPayoutRequestBatchCancelAllocations: 'POST /payout-request-batches/{id}/cancel-allocations',
  PostPayoutRequestBatchProcess: 'POST /payout-request-batches/{id}/process',
  GetPayoutRequestBatchOutcomes: 'GET /payout-request-batches/{id}/outcomes',
  GetPayoutRequestBatchOutcome: 'GET /payout-request-batches/{id}/outcomes/{payoutRequestId}',
  GetPayoutRequestBatchRunCollection: 'GET /payout-request-batches/{id}/runs',
  PostPayoutRequestBatchAllocationPlan: 'POST /payout-request-batches/{id}/allocation-plan',
  PostPayoutRequestBatchAutoAllocate: 'POST /payout-request-batches/{id}/auto-allocate',

  GetPayoutRequestBatchScheduleCollection: 'GET /payout-request-batch-schedules',
  PostPayoutRequestBatchSchedule: 'POST /payout-request-batch-schedules',
  GetPayoutRequestBatchSchedule: 'GET /payout-request-batch-schedules/{id}',
  PatchPayoutRequestBatchSchedule: 'PATCH /payout-request-batch-schedules/{id}',
  DeletePayoutRequestBatchSchedule: 'DELETE /payout-request-batch-schedules/{id}',
  GetPayoutRequestBatchScheduleRunCollection: 'GET /payout-request-batch-schedules/{id}/runs',
  GetPayoutRequestBatchRequest: 'GET /payout-request-batch-requests/{id}',

  GetGatewayAccountCollection: 'GET /gateway-accounts',
  PostGatewayAccount: 'POST /gateway-accounts',
  GetGatewayAccount: 'GET /gateway-accounts/{id}',
  PutGatewayAccount: 'PUT /gateway-accounts/{id}',
  PatchGatewayAccount: 'PATCH /gateway-accounts/{id}',
  PostGatewayAccountEnablement: 'POST /gateway-accounts/{id}/enable',
  PostGatewayAccountDisablement: 'POST /gateway-accounts/{id}/disable',

  GetPaymentInstrumentCollection: 'GET /payment-instruments',
  PostPaymentInstrument: 'POST /payment-instruments',
  GetPaymentInstrument: 'GET /payment-instruments/{id}',
  PutPaymentInstrument: 'PUT /payment-instruments/{id}',
  PatchPaymentInstrument: 'PATCH /payment-instruments/{id}',
  PostPaymentInstrumentDeactivation: 'POST /payment-instruments/{id}/deactivation',

  GetTransactionCollection: 'GET /transactions',
  PostTransaction: 'POST /transactions',
  GetTransaction: 'GET /transactions/{id}',
  PatchTransaction: 'PATCH /transactions/{id}',
  PostTransactionUpdate: 'POST /transactions/{id}/update',
  PostTransactionQuery: 'POST /transactions/{id}/query',

  GetWebhookCollection: 'GET /webhooks',
  PostWebhook: 'POST /webhooks',
  GetWebhook: 'GET /webhooks/{id}',
  PutWebhook: 'PUT /webhooks/{id}',
  PatchWebhook: 'PATCH /webhooks/{id}',
  DeleteWebhook: 'DELETE /webhooks/{id}',
  GetWebhookDeliveryCollection: 'GET /webhooks/{id}/deliveries',
  PostWebhookRedelivery: 'POST /webhooks/{id}/redeliver',

  GetAttention: 'GET /attention',

  GetOrganization: 'GET /organizations/{id}',
  PatchOrganization: 'PATCH /organizations/{id}',
  GetWebsite: 'GET /websites/{id}',
  PutWebsite: 'PUT /websites/{id}',
} as const

export type OperationId = keyof typeof OPERATIONS

/** Where the API's paths begin; the organization there is compared with the credential's, never used. */
export const BASE_PATH = '/organizations/{organizationId}'

/** What an operation takes and gives: the entry wrapper checks by it, the OpenAPI document is made of it. */
export interface OperationContract<Body = unknown> {
  readonly operationId: OperationId
  /** Left out where nothing in a body is looked at. */
  readonly body?: z.ZodType<Body>
  /** The schema of each success's body; 204 has none. */
  readonly answers: Partial<Record<200 | 201, z.ZodType>>
}

/** Api-reference §2: X-RateLimit headers stand on every success but GET's, and on GET of one batch. */
export const showsRateLimit = (operation: OperationId): boolean =>
  operation === 'GetPayoutRequestBatch' || !OPERATIONS[operation].startsWith('GET ')

import type { OperationId } from '../shared/contracts/operations.ts'
import type { FunctionDefinition, TableUse } from './functions.ts'

/** A list asks the index, then reads the items it shows; `batchId` and `id` conditions read members and keys. */
const lists: TableUse = { read: ['GetItem', 'BatchGetItem', 'Query'], indexes: ['listing'] }
const gets: TableUse = { read: ['GetItem', 'BatchGetItem', 'Query'] }
const changes: TableUse = { read: ['GetItem', 'BatchGetItem', 'Query'], write: ['PutItem', 'UpdateItem'] }
/** Of one item, and of the record that a writing call is remembered by. */
const getsOne: TableUse = { read: ['GetItem'] }
const putsOne: TableUse = { read: ['GetItem'], write: ['PutItem'] }
const changesOne: TableUse = { read: ['GetItem'], write: ['PutItem', 'UpdateItem'] }
const deletesOne: TableUse = { read: ['GetItem'], write: ['PutItem', 'UpdateItem', 'DeleteItem'] }
/** One partition: an instrument with all that its customer has, a webhook's log. */
const getsPartition: TableUse = { read: ['GetItem', 'Query'] }
const changesInstrument: TableUse = { read: ['GetItem', 'Query'], write: ['PutItem', 'UpdateItem'] }
/** Its longer texts stand in an item of their own, which goes when they do. */
const changesRequest: TableUse = { ...changes, write: ['PutItem', 'UpdateItem', 'DeleteItem'] }
const splits: TableUse = { read: ['GetItem', 'Query'], write: ['PutItem', 'UpdateItem'] }
const changesMembers: TableUse = { ...changes, write: ['PutItem', 'UpdateItem', 'DeleteItem'] }
/** By a filter: what is available, once the organization's other open batches have come to rest. */
const selectsMembers: TableUse = { ...changesMembers, indexes: ['available', 'open'] }

/** The API on one screen: for each operation its function and what it may do to the table, nothing wider. */
export const ROUTES: Record<OperationId, FunctionDefinition> = {
  GetPayoutRequestCollection: { file: 'payout-requests/list', may: lists },
  PostPayoutRequest: { file: 'payout-requests/create', may: putsOne },
  GetPayoutRequest: { file: 'payout-requests/get', may: gets },
  PutPayoutRequest: { file: 'payout-requests/put', may: changesRequest },
  PatchPayoutRequest: { file: 'payout-requests/patch', may: changesRequest },
  PostPayoutRequestCancellation: { file: 'payout-requests/cancel', may: changes },
  PostPayoutRequestSplitLegacy: { file: 'payout-requests/split', may: splits },
  PostPayoutRequestSplit: { file: 'payout-request-splits/create', may: splits },
  GetPayoutRequestTimelineCollection: {
    file: 'payout-request-timeline/list',
    may: { read: ['GetItem', 'Query'] },
  },
  PostPayoutRequestTimeline: {
    file: 'payout-request-timeline/create',
    may: { read: ['GetItem'], write: ['PutItem', 'ConditionCheckItem'] },
  },
  GetPayoutRequestTimelineMessage: { file: 'payout-request-timeline/get', may: getsOne },
  DeletePayoutRequestTimelineMessage: { file: 'payout-request-timeline/delete', may: changesOne },
  GetPayoutRequestPaymentInstruments: { file: 'payout-requests/payment-instruments', may: gets },

  GetPayoutRequestAllocationCollection: { file: 'payout-request-allocations/list', may: lists },
  PostPayoutRequestAllocation: {
    file: 'payout-request-allocations/create',
    may: { read: ['GetItem', 'BatchGetItem'], write: ['PutItem', 'UpdateItem'] },
  },
  PostPayoutRequestAutoAllocation: { file: 'payout-request-allocations/auto', may: changes },
  GetPayoutRequestAllocation: { file: 'payout-request-allocations/get', may: gets },
  PatchPayoutRequestAllocation: { file: 'payout-request-allocations/patch', may: changes },

  PostPayoutRequestAllocationsProcess: {
    file: 'payout-request-allocations/process',
    may: {
      read: ['GetItem', 'BatchGetItem', 'Query'],
      write: ['PutItem', 'UpdateItem', 'ConditionCheckItem'],
    },
    memoryMb: 1024,
  },

  GetPayoutRequestBatchCollection: {
    file: 'payout-request-batches/list',
    may: { read: ['BatchGetItem'], indexes: ['listing'] },
  },
  PostPayoutRequestBatch: { file: 'payout-request-batches/create', may: selectsMembers, memoryMb: 1024 },
  GetPayoutRequestBatchPreview: {
    file: 'payout-request-batches/preview',
    may: { read: ['GetItem', 'BatchGetItem'], indexes: ['available'] },
    memoryMb: 1024,
  },
  GetPayoutRequestBatch: { file: 'payout-request-batches/get', may: { read: ['GetItem', 'Query'] } },
  PatchPayoutRequestBatch: {
    file: 'payout-request-batches/patch',
    may: { read: ['GetItem', 'Query'], write: ['UpdateItem', 'PutItem'] },
  },
  DeletePayoutRequestBatch: {
    file: 'payout-request-batches/delete',
    may: changesMembers,
    memoryMb: 1024,
  },
  PostPayoutRequestsToBatch: { file: 'payout-request-batches/add', may: selectsMembers, memoryMb: 1024 },
  PostRemovePayoutRequestsFromBatch: {
    file: 'payout-request-batches/remove',
    may: changesMembers,
    memoryMb: 1024,
  },
  PostPayoutRequestBatchApprove: { file: 'payout-request-batches/approve', may: changes, memoryMb: 1024 },
  PostPayoutRequestBatchBlock: { file: 'payout-request-batches/block', may: changes, memoryMb: 1024 },
  PostPayoutRequestBatchUnblock: {
    file: 'payout-request-batches/unblock',
    may: changesMembers,
    memoryMb: 1024,
  },
  PostPayoutRequestBatchCancelAllocations: {
    file: 'payout-request-batches/cancel-allocations',
    may: changes,
    memoryMb: 1024,
  },
  PostPayoutRequestBatchProcess: {
    file: 'payout-request-batches/process',
    may: { ...changes, write: ['PutItem', 'UpdateItem', 'ConditionCheckItem'] },
    memoryMb: 1024,
  },
  GetPayoutRequestBatchOutcomes: {
    file: 'payout-request-batches/outcomes',
    may: gets,
    memoryMb: 1024,
  },
  GetPayoutRequestBatchOutcome: {
    file: 'payout-request-batches/outcome',
    may: gets,
  },
  GetPayoutRequestBatchRunCollection: {
    file: 'payout-request-batches/runs',
    may: { read: ['GetItem', 'Query'] },
  },
  PostPayoutRequestBatchAllocationPlan: {
    file: 'payout-request-batches/allocation-plan',
    may: { read: ['GetItem', 'BatchGetItem', 'Query'], write: ['PutItem'] },
    memoryMb: 1024,
  },
  PostPayoutRequestBatchAutoAllocate: {
    file: 'payout-request-batches/auto-allocate',
    may: { read: ['GetItem', 'Query'], write: ['PutItem', 'UpdateItem'] },
    timeoutSeconds: 28, // `Prefer: wait` is honoured up to 20 s; API Gateway gives up after 29 s
  },

  GetPayoutRequestBatchScheduleCollection: {
    file: 'payout-request-batch-schedules/list',
    may: { read: ['Query'] },
  },
  PostPayoutRequestBatchSchedule: { file: 'payout-request-batch-schedules/create', may: changesOne },
  GetPayoutRequestBatchSchedule: { file: 'payout-request-batch-schedules/get', may: getsOne },
  PatchPayoutRequestBatchSchedule: { file: 'payout-request-batch-schedules/patch', may: putsOne },
  DeletePayoutRequestBatchSchedule: { file: 'payout-request-batch-schedules/delete', may: deletesOne },
  GetPayoutRequestBatchScheduleRunCollection: { file: 'payout-request-batch-schedules/runs', may: gets },
  GetPayoutRequestBatchRequest: {
    file: 'payout-request-batch-requests/get',
    may: { read: ['GetItem', 'BatchGetItem'] },
  },

  GetGatewayAccountCollection: { file: 'gateway-accounts/list', may: { read: ['Query'] } },
  PostGatewayAccount: { file: 'gateway-accounts/create', may: changesOne },
  GetGatewayAccount: { file: 'gateway-accounts/get', may: getsOne },
  PutGatewayAccount: { file: 'gateway-accounts/put', may: changesOne },
  PatchGatewayAccount: { file: 'gateway-accounts/patch', may: putsOne },
  PostGatewayAccountEnablement: { file: 'gateway-accounts/enable', may: putsOne },
  PostGatewayAccountDisablement: { file: 'gateway-accounts/disable', may: putsOne },

  GetPaymentInstrumentCollection: {
    file: 'payment-instruments/list',
    may: { read: ['BatchGetItem', 'Query'], indexes: ['listing'] },
  },
  PostPaymentInstrument: { file: 'payment-instruments/create', may: changesInstrument },
  GetPaymentInstrument: { file: 'payment-instruments/get', may: getsPartition },
  PutPaymentInstrument: { file: 'payment-instruments/put', may: changesInstrument },
  PatchPaymentInstrument: { file: 'payment-instruments/patch', may: changesInstrument },
  PostPaymentInstrumentDeactivation: { file: 'payment-instruments/deactivate', may: changesInstrument },

  GetTransactionCollection: {
    file: 'transactions/list',
    may: { read: ['BatchGetItem'], indexes: ['listing'] },
  },
  PostTransaction: { file: 'transactions/create', may: changes },
  GetTransaction: { file: 'transactions/get', may: getsOne },
  PatchTransaction: { file: 'transactions/patch', may: changesOne },
  PostTransactionUpdate: { file: 'transactions/update', may: changes },
  PostTransactionQuery: { file: 'transactions/query', may: { read: ['GetItem', 'Query'] } },

  GetWebhookCollection: { file: 'webhooks/list', may: { read: ['Query'] } },
  PostWebhook: { file: 'webhooks/create', may: changesOne },
  GetWebhook: { file: 'webhooks/get', may: getsOne },
  PutWebhook: { file: 'webhooks/put', may: changesOne },
  PatchWebhook: { file: 'webhooks/patch', may: putsOne },
  DeleteWebhook: { file: 'webhooks/delete', may: deletesOne },
  GetWebhookDeliveryCollection: { file: 'webhooks/deliveries', may: getsPartition, memoryMb: 1024 },
  PostWebhookRedelivery: {
    file: 'webhooks/redeliver',
    may: { ...putsOne, write: ['PutItem', 'ConditionCheckItem'] },
  },

  GetAttention: {
    file: 'attention/get',
    may: { read: ['GetItem', 'BatchGetItem', 'Query'], indexes: ['listing'] },
    memoryMb: 1024,
  },

  GetOrganization: { file: 'organizations/get', may: getsOne },
  PatchOrganization: { file: 'organizations/patch', may: putsOne },
  GetWebsite: { file: 'websites/get', may: getsOne },
  PutWebsite: { file: 'websites/put', may: putsOne },
}

export const isOperation = (name: string): name is OperationId => Object.hasOwn(ROUTES, name)

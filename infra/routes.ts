import type { OperationId } from '../shared/contracts/operations.ts'
import type { FunctionDefinition, TableUse } from './functions.ts'

/** A list asks the index, then reads the items it shows; `batchId` and `id` conditions read members and keys. */
const lists: TableUse = { read: ['GetItem', 'BatchGetItem', 'Query'], indexes: ['listing'] }
const gets: TableUse = { read: ['GetItem', 'BatchGetItem', 'Query'] }
const changes: TableUse = { read: ['GetItem', 'BatchGetItem', 'Query'], write: ['PutItem', 'UpdateItem'] }
const createsBatch: TableUse = {
  read: ['GetItem', 'BatchGetItem', 'Query'],
  write: ['PutItem', 'UpdateItem', 'DeleteItem'],
  indexes: ['available', 'open'],
}

/** The API on one screen: for each operation its function and what it may do to the table, nothing wider. */
export const ROUTES: Record<OperationId, FunctionDefinition> = {
  GetPayoutRequestCollection: { file: 'payout-requests/list', may: lists },
  PostPayoutRequest: { file: 'payout-requests/create', may: changes },
  GetPayoutRequest: { file: 'payout-requests/get', may: gets },
  PutPayoutRequest: { file: 'payout-requests/put', may: changes },
  PatchPayoutRequest: { file: 'payout-requests/patch', may: changes },

  GetPayoutRequestAllocationCollection: { file: 'payout-request-allocations/list', may: lists },
  PostPayoutRequestAllocation: { file: 'payout-request-allocations/create', may: changes },
  GetPayoutRequestAllocation: { file: 'payout-request-allocations/get', may: gets },
  PatchPayoutRequestAllocation: { file: 'payout-request-allocations/patch', may: changes },

  GetPayoutRequestBatchCollection: { file: 'payout-request-batches/list', may: lists },
  PostPayoutRequestBatch: { file: 'payout-request-batches/create', may: createsBatch, memoryMb: 1024 },
  GetPayoutRequestBatch: { file: 'payout-request-batches/get', may: gets },
  PatchPayoutRequestBatch: {
    file: 'payout-request-batches/patch',
    may: { read: ['GetItem', 'Query'], write: ['UpdateItem', 'PutItem'] },
  },
  PostPayoutRequestBatchApprove: { file: 'payout-request-batches/approve', may: changes, memoryMb: 1024 },
  PostPayoutRequestBatchBlock: { file: 'payout-request-batches/block', may: changes, memoryMb: 1024 },
  GetPayoutRequestBatchOutcomes: { file: 'payout-request-batches/outcomes', may: { read: ['GetItem'] } },
  PostPayoutRequestBatchAutoAllocate: {
    file: 'payout-request-batches/auto-allocate',
    may: changes,
    timeoutSeconds: 28, // `Prefer: wait` is honoured up to 20 s; API Gateway gives up after 29 s
  },

  GetGatewayAccountCollection: { file: 'gateway-accounts/list', may: gets },
  PostGatewayAccount: { file: 'gateway-accounts/create', may: changes },
  GetGatewayAccount: { file: 'gateway-accounts/get', may: gets },
  PutGatewayAccount: { file: 'gateway-accounts/put', may: changes },
  PatchGatewayAccount: { file: 'gateway-accounts/patch', may: changes },
  PostGatewayAccountEnablement: { file: 'gateway-accounts/enable', may: changes },
  PostGatewayAccountDisablement: { file: 'gateway-accounts/disable', may: changes },

  GetPaymentInstrumentCollection: { file: 'payment-instruments/list', may: lists },
  PostPaymentInstrument: { file: 'payment-instruments/create', may: changes },
  GetPaymentInstrument: { file: 'payment-instruments/get', may: gets },
  PutPaymentInstrument: { file: 'payment-instruments/put', may: changes },
  PatchPaymentInstrument: { file: 'payment-instruments/patch', may: changes },
  PostPaymentInstrumentDeactivation: { file: 'payment-instruments/deactivate', may: changes },

  GetTransactionCollection: { file: 'transactions/list', may: lists },
  PostTransaction: { file: 'transactions/create', may: changes },
  GetTransaction: { file: 'transactions/get', may: gets },
  PatchTransaction: { file: 'transactions/patch', may: changes },

  GetOrganization: { file: 'organizations/get', may: gets },
  PatchOrganization: { file: 'organizations/patch', may: changes },
  GetWebsite: { file: 'websites/get', may: gets },
  PutWebsite: { file: 'websites/put', may: changes },
}

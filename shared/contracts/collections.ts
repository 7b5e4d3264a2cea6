import { ALLOCATION_STATUSES, TRANSACTION_RESULTS, TRANSACTION_STATUSES } from '../domain/allocation.ts'
import { BATCH_STATUSES } from '../domain/batch.ts'
import { INSTRUMENT_STATUSES } from '../domain/customer.ts'
import { DELIVERY_STATUSES } from '../domain/delivery.ts'
import { EVENT_TYPES } from '../domain/event.ts'
import { GATEWAY_ACCOUNT_STATUSES, PAYOUT_INSTRUCTIONS } from '../domain/gateway-account.ts'
import { PAYMENT_METHODS } from '../domain/payment-method.ts'
import { BLOCK_REASONS, PAYOUT_REQUEST_STATUSES, SPLIT_REASONS } from '../domain/payout-request.ts'
import { SCHEDULE_STATUSES } from '../domain/schedule.ts'
import { TRANSACTION_TYPES } from '../domain/transaction.ts'
import { PAUSE_REASONS, WEBHOOK_STATUSES } from '../domain/webhook.ts'
import type { FilterFields } from './filter.ts'
import { oneOf } from './filter-values.ts'

/** What each collection can be filtered and sorted by (api-reference §1.3, rules §1 and §7). */

export const PAYOUT_REQUEST_FIELDS = {
  id: 'id',
  customerId: 'id',
  websiteId: 'id',
  batchId: 'id',
  status: oneOf(PAYOUT_REQUEST_STATUSES),
  blocked: 'boolean',
  blockReason: oneOf(BLOCK_REASONS),
  splitReason: oneOf(SPLIT_REASONS),
  currency: 'currency',
  amount: 'amount',
  createdTime: 'time',
  updatedTime: 'time',
} as const satisfies FilterFields

/** The filter that makes a batch, adds to one, or is previewed: what it says of `batchId` is ignored (rules §1). */
export const BATCH_SELECTION_FIELDS = {
  id: 'id',
  status: oneOf(PAYOUT_REQUEST_STATUSES),
  websiteId: 'id',
  customerId: 'id',
  currency: 'currency',
  amount: 'amount',
  createdTime: 'time',
  updatedTime: 'time',
  batchId: 'ignored',
} as const satisfies FilterFields

export const ALLOCATION_FIELDS = {
  id: 'id',
  payoutRequestId: 'id',
  batchId: 'id',
  customerId: 'id',
  paymentInstrumentId: 'id',
  gatewayAccountId: 'id',
  paymentMethod: oneOf(PAYMENT_METHODS),
  status: oneOf(ALLOCATION_STATUSES),
  currency: 'currency',
  amount: 'amount',
  transactionId: 'id',
  runId: 'id',
  createdTime: 'time',
  updatedTime: 'time',
} as const satisfies FilterFields

export const BATCH_FIELDS = {
  id: 'id',
  userId: 'id',
  status: oneOf(BATCH_STATUSES),
  description: 'text',
  totalCount: 'integer',
  customerCount: 'integer',
  successCount: 'integer',
  failureCount: 'integer',
  createdTime: 'time',
  updatedTime: 'time',
} as const satisfies FilterFields

export const SCHEDULE_FIELDS = {
  id: 'id',
  name: 'text',
  userId: 'id',
  status: oneOf(SCHEDULE_STATUSES),
  nextTime: 'time',
  createdTime: 'time',
  updatedTime: 'time',
} as const satisfies FilterFields

export const GATEWAY_ACCOUNT_FIELDS = {
  id: 'id',
  gatewayName: 'text',
  method: oneOf(PAYMENT_METHODS),
  status: oneOf(GATEWAY_ACCOUNT_STATUSES),
  isDown: 'boolean',
  readyToPayoutInstruction: oneOf(PAYOUT_INSTRUCTIONS),
  createdTime: 'time',
  updatedTime: 'time',
} as const satisfies FilterFields

export const PAYMENT_INSTRUMENT_FIELDS = {
  id: 'id',
  customerId: 'id',
  method: oneOf(PAYMENT_METHODS),
  status: oneOf(INSTRUMENT_STATUSES),
  createdTime: 'time',
  updatedTime: 'time',
} as const satisfies FilterFields

export const TRANSACTION_FIELDS = {
  id: 'id',
  customerId: 'id',
  paymentInstrumentId: 'id',
  gatewayAccountId: 'id',
  payoutRequestId: 'id',
  type: oneOf(TRANSACTION_TYPES),
  result: oneOf(TRANSACTION_RESULTS),
  status: oneOf(TRANSACTION_STATUSES),
  currency: 'currency',
  amount: 'amount',
  processedTime: 'time',
  createdTime: 'time',
} as const satisfies FilterFields

export const WEBHOOK_FIELDS = {
  id: 'id',
  url: 'text',
  status: oneOf(WEBHOOK_STATUSES),
  pauseReason: oneOf(PAUSE_REASONS),
  createdTime: 'time',
  updatedTime: 'time',
} as const satisfies FilterFields

export const DELIVERY_FIELDS = {
  eventId: 'id',
  eventType: oneOf(EVENT_TYPES),
  status: oneOf(DELIVERY_STATUSES),
  occurredTime: 'time',
  createdTime: 'time',
  updatedTime: 'time',
} as const satisfies FilterFields

import type { InvalidField, RefusalReason } from '../domain/refusal.ts'

/** A problem document (RFC 9457). `type` is `urn:payout-desk:problem:<reason>`, except for 429. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance?: string
  readonly invalidFields?: readonly InvalidField[]
}

/** Api-reference §1.4: the published body, to the letter. */
export const RATE_LIMIT_DETAIL =
  'A request cannot be executed because the user has sent too many requests within a certain period of time'

/** The one place where reasons become HTTP: a reason without a row does not compile. Titles never change. */
export const PROBLEMS = {
  unauthorized: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  'rate-limit-exceeded': [429, 'Rate Limit Exceeded'],
  'unsupported-media-type': [415, 'Unsupported media type'],
  'too-large': [413, 'Content too large'],
  'malformed-json': [400, 'Malformed JSON'],
  'invalid-query': [400, 'Invalid query'],
  'invalid-filter': [400, 'Invalid filter'],
  'filter-empty': [400, 'Empty filter'],
  'nothing-matches': [400, 'Nothing matches'],
  'narrow-the-filter': [400, 'Too many matches'],
  'invalid-fields': [422, 'Invalid fields'],
  'not-found': [404, 'Not found'],
  'transition-not-allowed': [409, 'Transition not allowed'],
  'not-blockable': [409, 'Cannot be blocked or unblocked'],
  'not-changeable': [409, 'Cannot be changed any more'],
  'not-deletable': [409, 'Cannot be deleted'],
  blocked: [409, 'Payout request is blocked'],
  'not-allocatable': [409, 'Cannot be allocated'],
  'nothing-unallocated': [409, 'Nothing left to allocate'],
  'nothing-allocated': [422, 'Nothing could be allocated'],
  'allocation-limit': [409, 'Too many allocations'],
  'gateway-cannot-pay': [422, 'Gateway account cannot pay'],
  'payouts-stopped': [409, 'Payouts are stopped'],
  'already-in-batch': [409, 'Already in a batch'],
  'batch-creation-in-progress': [409, 'Batch creation in progress'],
  'batch-is-changing': [409, 'Batch is changing'],
  'batch-is-processing': [409, 'Batch is being processed'],
  'batch-full': [409, 'Batch is full'],
  'plan-not-usable': [409, 'Plan cannot be applied'],
  'not-in-batch': [409, 'Not in this batch'],
  'customer-profile-full': [422, 'Customer profile is full'],
  'gateway-account-limit': [422, 'Too many gateway accounts'],
  'schedule-limit': [422, 'Too many schedules'],
  'gateway-account-closed': [409, 'Gateway account is closed'],
  'webhook-limit': [422, 'Too many webhooks'],
  'webhook-inactive': [409, 'Webhook is not active'],
  'payment-instrument-deactivated': [409, 'Payment instrument is deactivated'],
  'transaction-differs': [409, 'Transaction differs'],
  'transaction-not-changeable': [409, 'Transaction cannot be changed'],
  'idempotency-key-reused': [422, 'Idempotency key reused'],
  'request-in-progress': [409, 'Request in progress'],
  'changed-meanwhile': [412, 'Changed meanwhile'],
  busy: [503, 'Busy'],
  internal: [500, 'Internal error'],
} as const satisfies Record<RefusalReason | 'internal', readonly [status: number, title: string]>

export type ProblemReason = keyof typeof PROBLEMS

export const problemType = (reason: ProblemReason): string =>
  reason === 'rate-limit-exceeded' ? 'about:blank' : `urn:payout-desk:problem:${reason}`

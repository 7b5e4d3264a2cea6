/** Why something asked for was not done. The domain knows reasons; what they mean on the wire is the contracts' table. */
export type RefusalReason =
  | 'unauthorized'
  | 'forbidden'
  | 'rate-limit-exceeded'
  | 'unsupported-media-type'
  | 'too-large'
  | 'malformed-json'
  | 'invalid-query'
  | 'invalid-filter'
  | 'filter-empty'
  | 'nothing-matches'
  | 'narrow-the-filter'
  | 'invalid-fields'
  | 'not-found'
  | 'transition-not-allowed'
  | 'not-blockable'
  | 'not-changeable'
  | 'not-deletable'
  | 'blocked'
  | 'not-allocatable'
  | 'nothing-unallocated'
  | 'nothing-allocated'
  | 'allocation-limit'
  | 'gateway-cannot-pay'
  | 'payouts-stopped'
  | 'already-in-batch'
  | 'batch-creation-in-progress'
  | 'batch-is-changing'
  | 'batch-is-processing'
  | 'batch-full'
  | 'plan-not-usable'
  | 'not-in-batch'
  | 'customer-profile-full'
  | 'gateway-account-limit'
  | 'schedule-limit'
  | 'gateway-account-closed'
  | 'webhook-limit'
  | 'webhook-inactive'
  | 'payment-instrument-deactivated'
  | 'transaction-differs'
  | 'transaction-not-changeable'
  | 'idempotency-key-reused'
  | 'request-in-progress'
  | 'changed-meanwhile'
  | 'busy'

export interface InvalidField {
  /** Dot path; array elements by index: `payoutRequestIds.3`. Empty for the body as a whole. */
  readonly field: string
  readonly message: string
}

export interface RefusalDetails {
  readonly detail?: string
  readonly invalidFields?: readonly InvalidField[]
  /** Further members of the problem document, such as `availableAmount` or `allowed`. */
  readonly members?: Readonly<Record<string, unknown>>
  readonly retryAfterSeconds?: number
  /** The UTC second from which the same call may succeed. */
  readonly retryAt?: number
}

export class Refusal extends Error {
  readonly reason: RefusalReason
  readonly details: RefusalDetails

  constructor(reason: RefusalReason, details: RefusalDetails = {}) {
    super(details.detail ?? reason)
    this.name = 'Refusal'
    this.reason = reason
    this.details = details
  }
}

/** Refuses with every problem at once, or returns when there is none. */
export function refuseInvalid(problems: readonly InvalidField[], members?: Record<string, unknown>): void {
  if (problems.length > 0)
    throw new Refusal('invalid-fields', { invalidFields: problems, ...(members && { members }) })
}

import type { ProblemReason } from '../../shared/contracts/problems.ts'

/** When each reason is given, for who reads the document. One without a sentence does not compile. */
export const REASONS: Readonly<Record<ProblemReason, string>> = {
  unauthorized: 'No valid API key or token was sent.',
  forbidden: 'The credential has not the permission for this operation.',
  'rate-limit-exceeded': 'The organization has made too many calls in this window.',
  'unsupported-media-type': 'The body is not sent as application/json.',
  'too-large': 'The body is larger than any that would be accepted.',
  'malformed-json': 'The body is not JSON.',
  'invalid-query': 'A query parameter cannot be read; `invalidFields` names each.',
  'invalid-filter': 'The filter cannot be read; `invalidFields` names each part that is wrong.',
  'filter-empty': 'The filter selects by nothing, and a filter never means "all".',
  'nothing-matches': 'No payout request without a batch matches the filter.',
  'narrow-the-filter': 'Too much matches to be counted or sorted in one call.',
  'invalid-fields': 'Fields are wrong; `invalidFields` names all of them at once.',
  'not-found': 'Nothing with this id is known here; what belongs to others looks the same.',
  'transition-not-allowed': 'The status cannot become that; `from`, `to` and `allowed` say what it can.',
  'not-blockable': 'What is finished can be neither blocked nor unblocked.',
  'not-changeable': 'It has come too far for this change.',
  'not-deletable': 'Only comments can be deleted, and only by who wrote them.',
  blocked: 'The payout request is blocked.',
  'not-allocatable': 'The payout request is neither approved nor in progress.',
  'nothing-unallocated': 'All of the payout request is allocated.',
  'nothing-allocated': 'No pair of an instrument and a gateway account could take anything.',
  'allocation-limit': 'The payout request has had as many allocations as one may have.',
  'gateway-cannot-pay': 'The gateway account is not active, is down or pays nothing.',
  'payouts-stopped': 'This stage begins no payment until its operator lets it.',
  'already-in-batch': 'Payout requests are in a batch; `conflictingIds` and `_links` name them.',
  'batch-creation-in-progress': 'Another batch that is being made or changed claims such payout requests.',
  'batch-is-changing': 'Another change of the batch is not finished.',
  'batch-is-processing': 'A run over the batch is in progress.',
  'batch-full': 'The batch would have more members than one may have.',
  'plan-not-usable': 'There is no such plan of this batch, or it has expired.',
  'not-in-batch': 'Payout requests are not in this batch; `conflictingIds` names them.',
  'customer-profile-full': 'The customer has as many instruments, or pairs, as one may have.',
  'gateway-account-limit': 'The organization has as many gateway accounts as one may have.',
  'schedule-limit': 'The organization has as many schedules as one may have.',
  'gateway-account-closed': 'A closed gateway account stays closed.',
  'webhook-limit': 'The organization has as many webhooks as one may have.',
  'webhook-inactive': 'A webhook that is not active gets nothing; set it active first.',
  'payment-instrument-deactivated': 'A deactivated payment instrument stays deactivated.',
  'transaction-differs': 'A transaction with this id says something else.',
  'transaction-not-changeable': 'The transaction cannot be disputed, or is not.',
  'idempotency-key-reused': 'The Idempotency-Key belongs to another call.',
  'request-in-progress': 'The first try with this Idempotency-Key is still at work.',
  'changed-meanwhile': 'The resource is not at the version that If-Match names.',
  busy: 'Too many change the same at this moment, or a part of the service is out of reach: try again.',
  internal: 'A fault on our side; its `instance` finds it in our logs.',
}

/** Reasons that name the time after which to try again. */
export const RETRIED: ReadonlySet<ProblemReason> = new Set([
  'rate-limit-exceeded',
  'batch-creation-in-progress',
  'batch-is-changing',
  'request-in-progress',
  'busy',
])

/** What may befall every call of its kind, in the order in which it is checked (rules §1). */
export const commonReasons = ({ writes }: { readonly writes: boolean }): readonly ProblemReason[] =>
  writes ? [...EVERYWHERE, ...ON_WRITES] : EVERYWHERE

/** `not-found` also where no id is asked for: another organization's path is unknown. */
const EVERYWHERE: readonly ProblemReason[] = [
  'unauthorized',
  'forbidden',
  'rate-limit-exceeded',
  'not-found',
  'busy',
  'internal',
]

const ON_WRITES: readonly ProblemReason[] = [
  'unsupported-media-type',
  'too-large',
  'malformed-json',
  'invalid-fields',
  'idempotency-key-reused',
]

import type { CollectionContract } from '../../shared/contracts/collection-query.ts'
import type { OperationId } from '../../shared/contracts/operations.ts'
import type { ProblemReason } from '../../shared/contracts/problems.ts'
import type { HeaderName } from './headers.ts'
import { ALLOCATION_NOTES } from './notes/allocations.ts'
import { ATTENTION_NOTES } from './notes/attention.ts'
import { BATCH_NOTES } from './notes/batches.ts'
import { GATEWAY_ACCOUNT_NOTES } from './notes/gateway-accounts.ts'
import { ORGANIZATION_NOTES } from './notes/organizations.ts'
import { PAYMENT_INSTRUMENT_NOTES } from './notes/payment-instruments.ts'
import { PAYOUT_REQUEST_NOTES } from './notes/payout-requests.ts'
import { SCHEDULE_NOTES } from './notes/schedules.ts'
import { TIMELINE_NOTES } from './notes/timeline.ts'
import { TRANSACTION_NOTES } from './notes/transactions.ts'
import { WEBHOOK_NOTES } from './notes/webhooks.ts'
import type { ParameterName } from './parameters.ts'

/** What the document says of an operation that its handler's schemas do not. */
export interface OperationNotes {
  readonly summary: string
  readonly description: string
  /** Why it may be refused, besides what may befall every call of its kind: see commonReasons. */
  readonly refuses?: readonly ProblemReason[]
  /** What an operation over members notes of one of them, under the answer's link `outcomes`, and goes on. */
  readonly refusesMembers?: readonly ProblemReason[]
  /** A page of a collection, and what that can be filtered, sorted and searched by. */
  readonly collection?: CollectionContract<string>
  /** Further query parameters and headers that it looks at. */
  readonly parameters?: readonly ParameterName[]
  /** Further headers of its success. */
  readonly headers?: readonly HeaderName[]
  /** Its answer is of no version that If-Match could name. */
  readonly unversioned?: boolean
  /** An example of its answer, where the schema's own shows what this operation never answers. */
  readonly example?: unknown
  /** An example of the file that `Accept: text/csv` gets. */
  readonly csv?: string
}

/** An operation without a row does not compile. */
export const NOTES: Readonly<Record<OperationId, OperationNotes>> = {
  ...PAYOUT_REQUEST_NOTES,
  ...TIMELINE_NOTES,
  ...ALLOCATION_NOTES,
  ...BATCH_NOTES,
  ...SCHEDULE_NOTES,
  ...GATEWAY_ACCOUNT_NOTES,
  ...PAYMENT_INSTRUMENT_NOTES,
  ...TRANSACTION_NOTES,
  ...WEBHOOK_NOTES,
  ...ATTENTION_NOTES,
  ...ORGANIZATION_NOTES,
}

import * as z from 'zod'
import {
  BLOCK_REASONS,
  CANCELERS,
  PAYOUT_REQUEST_STATUSES,
  type PayoutRequest,
  SPLIT_REASONS,
} from '../domain/payout-request.ts'
import type { Item } from './client.ts'
import { availableKey, listingKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { pendingEntry } from './payout-request-keys.ts'
import { change, minor, orNull, withoutNulls } from './stored.ts'

/** How a payout request lies in the table: META, and TEXT when its texts would lift META over a write unit. */

/** Bytes of texts that META can take and stay under 900 (design §5). */
const TEXTS_IN_META_LIMIT = 120

const Texts = z.object({
  description: orNull(z.string()),
  selectedPaymentInstrumentRedirectUrl: orNull(z.string()),
})

const StoredRequest = z.object({
  id: z.string(),
  websiteId: z.string(),
  customerId: z.string(),
  currency: z.string(),
  amountMinor: minor,
  unallocatedMinor: minor,
  paidMinor: minor,
  status: z.enum(PAYOUT_REQUEST_STATUSES),
  blocked: z.boolean(),
  blockReason: orNull(z.enum(BLOCK_REASONS)),
  splitReason: orNull(z.enum(SPLIT_REASONS)),
  splitFromPayoutRequestId: orNull(z.string()),
  paymentInstrumentId: orNull(z.string()),
  pendingSince: orNull(z.string()),
  cancellation: orNull(z.object({ canceledBy: z.enum(CANCELERS), description: orNull(z.string()) })),
  allocationCount: z.int(),
  claim: orNull(z.object({ batch: z.string(), chunk: z.int() })),
  lastChange: change,
  version: z.int(),
  createdTime: z.string(),
  updatedTime: z.string(),
})

/** Reads META, and TEXT when there is one. */
export const requestFrom = (meta: Item, text?: Item): PayoutRequest => ({
  ...StoredRequest.parse(meta),
  ...Texts.parse(text ?? meta),
})

export const hasTextItem = (meta: Item): boolean => meta.texts === true

export function requestItem(table: OrganizationTable, request: PayoutRequest): Item {
  const { description, selectedPaymentInstrumentRedirectUrl, ...rest } = request
  return {
    ...withoutNulls(rest),
    ...metaTexts(request),
    type: 'payout-request',
    ...listingKey(table.organization, 'payout-request', request),
    availableKey: availableKey(table.organization, request.id),
    ...pendingEntry(table.organization, request),
  }
}

/** What META holds of the texts: themselves, or that TEXT has them. */
export const metaTexts = (request: PayoutRequest): Item =>
  needsTextItem(request) ? { texts: true } : textsOf(request)

/** The TEXT item, where the request needs one. */
export const textItem = (request: PayoutRequest): Item | undefined =>
  needsTextItem(request) ? { type: 'payout-request-text', ...textsOf(request) } : undefined

const textsOf = ({ description, selectedPaymentInstrumentRedirectUrl }: PayoutRequest): Item =>
  withoutNulls({ description, selectedPaymentInstrumentRedirectUrl })

const needsTextItem = (request: PayoutRequest): boolean =>
  Buffer.byteLength(`${request.description ?? ''}${request.selectedPaymentInstrumentRedirectUrl ?? ''}`) >
  TEXTS_IN_META_LIMIT

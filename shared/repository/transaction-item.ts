import { createHash } from 'node:crypto'
import * as z from 'zod'
import { TRANSACTION_RESULTS, TRANSACTION_STATUSES } from '../domain/allocation.ts'
import { CROCKFORD } from '../domain/identifiers.ts'
import { TRANSACTION_TYPES, type Transaction } from '../domain/transaction.ts'
import type { TransactionAsk } from '../domain/transaction-changes.ts'
import type { Item } from './client.ts'
import { listingKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { minor, orNull, withoutNulls } from './stored.ts'

/** `type` says what an item is, hence `transactionType`. */
const StoredTransaction = z
  .object({
    id: z.string(),
    requestId: orNull(z.string()),
    transactionType: z.enum(TRANSACTION_TYPES),
    result: z.enum(TRANSACTION_RESULTS),
    status: z.enum(TRANSACTION_STATUSES),
    currency: z.string(),
    amountMinor: minor,
    customerId: z.string(),
    paymentInstrumentId: z.string(),
    paymentMethod: z.string(),
    gatewayAccountId: z.string(),
    gatewayName: z.string(),
    websiteId: orNull(z.string()),
    parentTransactionId: orNull(z.string()),
    processedTime: z.string(),
    gatewayTransactionId: orNull(z.string()),
    response: orNull(z.object({ code: z.string(), message: z.string() })),
    payoutRequestId: orNull(z.string()),
    payoutRequestAllocationId: orNull(z.string()),
    version: z.int(),
    createdTime: z.string(),
    updatedTime: z.string(),
  })
  .transform(({ transactionType, ...rest }): Transaction => ({ ...rest, type: transactionType }))

export const transactionFrom = (item: Item): Transaction => StoredTransaction.parse(item)

/** `fingerprint` on those that a caller posted. */
export function transactionItem(
  table: OrganizationTable,
  transaction: Transaction,
  fingerprint?: string,
): Item {
  const { type, ...rest } = transaction
  return {
    ...withoutNulls(rest),
    type: 'transaction',
    transactionType: type,
    ...(fingerprint && { fingerprint }),
    ...listingKey(table.organization, 'transaction', transaction),
  }
}

/** Tells bodies apart whose effect would differ; a field that later versions add does not, as long as it is null. */
export function fingerprintOf({ id, ...ask }: TransactionAsk): string {
  const told = Object.entries(withoutNulls(ask)).map(
    ([name, value]) => `${name}=${JSON.stringify(String(value))}`,
  )
  return sha256(told.sort().join()).toString('base64url')
}

/** The id of a transaction that came without one: the same for the same requestId, for ever. */
export function idOfRequest(requestId: string): string {
  const bits = BigInt(`0x${sha256(requestId).toString('hex')}`)
  const letters = Array.from({ length: 26 }, (_, i) =>
    CROCKFORD.charAt(Number((bits >> BigInt(5 * i)) & 31n)),
  )
  return `txn_${letters.join('')}`
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

import * as z from 'zod'
import { type Customer, EXPOSURES_PER_CUSTOMER_LIMIT, noExposure, profileIn } from '../domain/customer.ts'
import { isWellFormedId } from '../domain/identifiers.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Effect, effectOf, effectOfChange, type Transaction } from '../domain/transaction.ts'
import type { Posted, TransactionAsk } from '../domain/transaction-changes.ts'
import type { Item } from './client.ts'
import { changeExposures, type ExposureChange } from './exposures.ts'
import { absent, is } from './expressions.ts'
import { transactionKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem, getItems, keyText } from './read.ts'
import { idOfRequest, transactionFrom, transactionItem } from './transaction-item.ts'
import { commit, stale, type Write } from './write.ts'

/** Refuses an id that is unknown or another organization's. */
export async function theTransaction(table: OrganizationTable, id: string): Promise<Transaction> {
  const transaction = await findTransaction(table, id)
  if (!transaction) throw new Refusal('not-found', { detail: 'There is no transaction with this id.' })
  return transaction
}

export async function findTransaction(
  table: OrganizationTable,
  id: string,
): Promise<Transaction | undefined> {
  const item = isWellFormedId(id) ? await getItem(table, transactionKey(table.organization, id)) : undefined
  return item?.type === 'transaction' ? transactionFrom(item) : undefined
}

/** What was recorded under the id or the requestId of what is posted now. */
export async function findPosted(table: OrganizationTable, ask: TransactionAsk): Promise<Posted | undefined> {
  const keys = idsTaken(ask).map((id) => transactionKey(table.organization, id))
  if (keys.length === 0) return undefined
  const items = await getItems(table, keys)
  const found = keys.map((key) => items.get(keyText(key))).find((item) => item !== undefined)
  const item = found?.type === 'transaction-request' ? await itemOfRequest(table, found) : found
  return item && { transaction: transactionFrom(item), ...Fingerprinted.parse(item) }
}

/** Keeps a posted transaction and its effect together; what was faster, or took the id, is `stale`. */
export function keepNewTransaction(
  table: OrganizationTable,
  transaction: Transaction,
  { customer, fingerprint }: { readonly customer: Customer; readonly fingerprint: string },
  alongside: readonly Write[] = [],
): Promise<unknown> {
  const effect = effectOf(transaction)
  const others = [...customer.exposures].flatMap(([currency, pairs]) =>
    currency === transaction.currency ? [] : pairs,
  )
  return commit(table, [
    newTransactionWrite(table, transaction, fingerprint),
    ...requestWrites(table, transaction),
    ...(effect
      ? [
          changeExposures(
            table,
            profileIn(customer, transaction.currency),
            [changeOf(transaction, effect)],
            EXPOSURES_PER_CUSTOMER_LIMIT - others.length,
          ),
        ]
      : []),
    ...alongside,
  ])
}

/** Puts a transaction that is not there yet; one that we made ourselves has no fingerprint. */
export const newTransactionWrite = (
  table: OrganizationTable,
  transaction: Transaction,
  fingerprint?: string,
): Write => ({
  key: transactionKey(table.organization, transaction.id),
  put: transactionItem(table, transaction, fingerprint),
  when: [absent],
  otherwise: stale,
})

/** Keeps a dispute or its end; the pair is there since the payment was recorded, and its times stay. */
export async function keepDispute(
  table: OrganizationTable,
  before: Transaction,
  after: Transaction,
  alongside: readonly Write[] = [],
): Promise<void> {
  if (after === before) return
  const effect = effectOfChange(before, after)
  const { status, version, updatedTime } = after
  await commit(table, [
    {
      key: transactionKey(table.organization, before.id),
      update: { set: Object.entries({ status, version, updatedTime }) },
      when: [is('status', before.status), is('version', before.version)],
      otherwise: stale,
    },
    ...(effect
      ? [changeExposures(table, pairOnly(before), [changeOf(before, { ...effect, times: {} })])]
      : []),
    ...alongside,
  ])
}

/** Keeps what a recorded transaction turned out to be, and its effect. */
export async function keepResolved(
  table: OrganizationTable,
  before: Transaction,
  after: Transaction,
  customer: Customer,
  alongside: readonly Write[],
): Promise<void> {
  const effect = effectOf(after)
  const { result, status, version, updatedTime } = after
  await commit(table, [
    {
      key: transactionKey(table.organization, before.id),
      update: { set: Object.entries({ result, status, version, updatedTime }) },
      when: [is('version', before.version)],
      otherwise: stale,
    },
    ...(effect
      ? [changeExposures(table, profileIn(customer, after.currency), [changeOf(after, effect)])]
      : []),
    ...alongside,
  ])
}

/** A requestId stays taken where the transaction got another id. */
function requestWrites(table: OrganizationTable, { id, requestId }: Transaction): Write[] {
  if (requestId === null || id === idOfRequest(requestId)) return []
  return [
    {
      key: transactionKey(table.organization, idOfRequest(requestId)),
      put: { type: 'transaction-request', transactionId: id },
      when: [absent],
      otherwise: stale,
    },
  ]
}

const idsTaken = ({ id, requestId }: TransactionAsk): string[] => [
  ...new Set([id, requestId === null ? null : idOfRequest(requestId)].filter((id) => id !== null)),
]

const itemOfRequest = (table: OrganizationTable, request: Item): Promise<Item | undefined> =>
  getItem(table, transactionKey(table.organization, TransactionRequest.parse(request).transactionId))

/** Our own credits have none, and equal no body. */
const Fingerprinted = z.object({ fingerprint: z.string().default('') })

const TransactionRequest = z.object({ transactionId: z.string() })

const changeOf = (
  { paymentInstrumentId, gatewayAccountId }: Transaction,
  effect: Effect,
): ExposureChange => ({ paymentInstrumentId, gatewayAccountId, openMinor: 0n, ...effect })

const pairOnly = ({ customerId, currency, paymentInstrumentId, gatewayAccountId }: Transaction) => ({
  customerId,
  currency,
  exposures: [noExposure(paymentInstrumentId, gatewayAccountId)],
})

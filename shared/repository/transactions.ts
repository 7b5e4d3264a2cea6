import * as z from 'zod'
import { type Customer, EXPOSURES_PER_CUSTOMER_LIMIT, exposureOn, profileIn } from '../domain/customer.ts'
import { isWellFormedId } from '../domain/identifiers.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Effect, effectOf, effectOfChange, type Transaction } from '../domain/transaction.ts'
import type { Posted, TransactionAsk } from '../domain/transaction-changes.ts'
import type { Item } from './client.ts'
import { changeExposures } from './exposures.ts'
import { absent, is } from './expressions.ts'
import { transactionKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem, getItems, keyText } from './read.ts'
import { fingerprintOf, idOfRequest, transactionFrom, transactionItem } from './transaction-item.ts'
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
  return item && { transaction: transactionFrom(item), fingerprint: String(item.fingerprint ?? '') }
}

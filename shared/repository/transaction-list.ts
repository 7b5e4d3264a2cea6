import * as z from 'zod'
import { TRANSACTION_RESULTS, TRANSACTION_STATUSES } from '../domain/allocation.ts'
import { isWellFormedId } from '../domain/identifiers.ts'
import { TRANSACTION_TYPES, type Transaction } from '../domain/transaction.ts'
import { transactionKey } from './keys.ts'
import { type Listed, type Page, pageOf, type Search, searchListing } from './listing.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItems, keyText } from './read.ts'
import { minor, orNull } from './stored.ts'
import { transactionFrom } from './transaction-item.ts'

/** What the index `listing` knows of a transaction: all that can be asked for. */
export const TransactionEntry = z
  .object({
    id: z.string(),
    customerId: z.string(),
    paymentInstrumentId: z.string(),
    gatewayAccountId: z.string(),
    payoutRequestId: orNull(z.string()),
    transactionType: z.enum(TRANSACTION_TYPES),
    result: z.enum(TRANSACTION_RESULTS),
    status: z.enum(TRANSACTION_STATUSES),
    currency: z.string(),
    amountMinor: minor,
    processedTime: z.string(),
    createdTime: z.string(),
  })
  .transform(({ transactionType, ...rest }) => ({ ...rest, type: transactionType }))

export type ListedTransaction = z.infer<typeof TransactionEntry>

/** A page of transactions. Where `ids` names all that can match, no index is asked and nothing lags. */
export async function listTransactions(
  table: OrganizationTable,
  search: Search<ListedTransaction>,
  ids?: readonly string[],
): Promise<Page<Transaction>> {
  const page = ids
    ? pageOf(await transactionsAt(table, ids), search)
    : await searchListing(table, transactionsInIndex(table), search)
  const shown = page.things.map(({ id }) => id)
  const things = (await transactionsAt(table, shown)).filter(search.matches)
  return { ...page, things, total: page.total - (page.things.length - things.length) }
}

const transactionsInIndex = (table: OrganizationTable): Listed<ListedTransaction> => ({
  index: 'listing',
  type: 'transaction',
  entryFrom: (entry) => TransactionEntry.parse(entry),
  complete: (entries) =>
    transactionsAt(
      table,
      entries.map(({ id }) => id),
    ),
})

/** Those that exist, in the order of their ids. */
export async function transactionsAt(
  table: OrganizationTable,
  ids: readonly string[],
): Promise<Transaction[]> {
  const keys = ids.filter(isWellFormedId).map((id) => transactionKey(table.organization, id))
  const items = await getItems(table, keys)
  return keys.flatMap((key) => {
    const item = items.get(keyText(key))
    return item?.type === 'transaction' ? transactionFrom(item) : []
  })
}

import * as z from 'zod'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { searchFor, valueOf } from '../../shared/contracts/collection-search.ts'
import { TRANSACTION_FIELDS } from '../../shared/contracts/collections.ts'
import { onlyValues } from '../../shared/contracts/filter-bounds.ts'
import { representTransaction, TransactionRepresentation } from '../../shared/contracts/transaction.ts'
import { listTransactions } from '../../shared/repository/transaction-list.ts'
import { page } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

const fields = TRANSACTION_FIELDS

// GET /transactions
// Conditions on `id` are answered from keys: they do not lag.
export const handler = apiOperation({
  operationId: 'GetTransactionCollection',
  answers: { 200: z.array(TransactionRepresentation) },

  async perform({ event, linkTo }, { table }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields })
    const ids = onlyValues(query.filter, 'id')

    const search = searchFor(query, { fields, valueOf: valueOf<keyof typeof fields>, unlisted: [] })
    const found = await listTransactions(table, search, ids && [...new Set(ids)])

    const transactions = found.things.map((transaction) => representTransaction(transaction, linkTo))
    return page(transactions, { ...found, ...query })
  },
})

import { representTransaction, TransactionRepresentation } from '../../shared/contracts/transaction.ts'
import { theTransaction } from '../../shared/repository/transactions.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /transactions/{id}
export const handler = apiOperation({
  operationId: 'GetTransaction',
  answers: { 200: TransactionRepresentation },

  async perform({ id, linkTo }, { table }) {
    const transaction = await theTransaction(table, id)
    return ok(representTransaction(transaction, linkTo), transaction.version)
  },
})

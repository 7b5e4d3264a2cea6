import {
  representTransaction,
  TransactionPatch,
  TransactionRepresentation,
} from '../../shared/contracts/transaction.ts'
import { moveTransaction } from '../../shared/domain/transaction-changes.ts'
import { keepDispute, theTransaction } from '../../shared/repository/transactions.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// PATCH /transactions/{id}
// A payment is disputed, and covers no payout until it is back.
export const handler = apiOperation({
  operationId: 'PatchTransaction',
  body: TransactionPatch,
  answers: { 200: TransactionRepresentation },

  async perform({ id, body, linkTo }, { table, clock }) {
    const found = await theTransaction(table, id)

    const transaction = moveTransaction(found, body.status, clock.now().toISOString())

    await keepDispute(table, found, transaction)
    return ok(representTransaction(transaction, linkTo), transaction.version)
  },
})

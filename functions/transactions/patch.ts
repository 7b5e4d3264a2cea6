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

  async perform({ id, body, linkTo, demandVersion }, { table, clock, remember }) {
    const found = await theTransaction(table, id)
    demandVersion(found.version)

    const transaction = moveTransaction(found, body.status, clock.now().toISOString())

    const answer = ok(representTransaction(transaction, linkTo), transaction.version)
    await keepDispute(table, found, transaction, remember(answer))
    return answer
  },
})

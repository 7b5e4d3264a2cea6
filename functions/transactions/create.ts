import {
  NewTransaction,
  representTransaction,
  TransactionRepresentation,
  transactionAsk,
} from '../../shared/contracts/transaction.ts'
import type { Transaction } from '../../shared/domain/transaction.ts'
import { created, ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { record } from './recording.ts'

// POST /transactions
// Records a payment or payout that happened elsewhere; what it does to the exposure of its pair, it does once.
export const handler = apiOperation({
  operationId: 'PostTransaction',
  body: NewTransaction,
  answers: { 200: TransactionRepresentation, 201: TransactionRepresentation },

  async perform({ body, linkTo }, desk) {
    const answer = (recorded: Transaction) =>
      created(representTransaction(recorded, linkTo), recorded.version)

    const { transaction, isNew } = await record(desk, transactionAsk(body), (recorded) =>
      desk.remember(answer(recorded)),
    )

    return isNew ? answer(transaction) : ok(representTransaction(transaction, linkTo), transaction.version)
  },
})

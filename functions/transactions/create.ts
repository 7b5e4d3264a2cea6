import {
  NewTransaction,
  representTransaction,
  TransactionRepresentation,
  transactionAsk,
} from '../../shared/contracts/transaction.ts'
import { demandSame, recordTransaction } from '../../shared/domain/transaction-changes.ts'
import { findGatewayAccount } from '../../shared/repository/gateway-accounts.ts'
import { wholeCustomer } from '../../shared/repository/payment-instruments.ts'
import { fingerprintOf, idOfRequest } from '../../shared/repository/transaction-item.ts'
import { findPosted, findTransaction, keepNewTransaction } from '../../shared/repository/transactions.ts'
import { created, ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// POST /transactions
// Records a payment or payout that happened elsewhere; what it does to the exposure of its pair, it does once.
export const handler = apiOperation({
  operationId: 'PostTransaction',
  body: NewTransaction,
  answers: { 200: TransactionRepresentation, 201: TransactionRepresentation },

  async perform({ body, linkTo }, { table, clock, ids, remember }) {
    const ask = transactionAsk(body)
    const fingerprint = fingerprintOf(ask)
    const posted = await findPosted(table, ask)
    if (posted) {
      const transaction = demandSame(posted, ask, fingerprint)
      return ok(representTransaction(transaction, linkTo), transaction.version)
    }

    const [customer, gateway, parent] = await Promise.all([
      wholeCustomer(table, ask.customerId),
      findGatewayAccount(table, ask.gatewayAccountId),
      ask.type === 'void' && ask.parentTransactionId !== null
        ? findTransaction(table, ask.parentTransactionId)
        : undefined,
    ])
    const id = ask.id ?? (ask.requestId === null ? ids.next('txn') : idOfRequest(ask.requestId))
    const transaction = recordTransaction(id, ask, { customer, gateway, parent }, clock.now().toISOString())

    const answer = created(representTransaction(transaction, linkTo), transaction.version)
    await keepNewTransaction(table, transaction, { customer, fingerprint }, remember(answer))
    return answer
  },
})

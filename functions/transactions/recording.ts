import type { Transaction } from '../../shared/domain/transaction.ts'
import {
  demandSame,
  recordTransaction,
  type TransactionAsk,
} from '../../shared/domain/transaction-changes.ts'
import { findGatewayAccount } from '../../shared/repository/gateway-accounts.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { wholeCustomer } from '../../shared/repository/payment-instruments.ts'
import { fingerprintOf, idOfRequest } from '../../shared/repository/transaction-item.ts'
import { findPosted, findTransaction, keepNewTransaction } from '../../shared/repository/transactions.ts'
import type { Write } from '../../shared/repository/write.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { type Ids } from '../../shared/runtime/ids.ts'

/** Records a transaction that a caller or an event tells of, once per id; the one that was there when it was. */
export async function record(
  { table, clock, ids }: { readonly table: OrganizationTable; readonly clock: Clock; readonly ids: Ids },
  ask: TransactionAsk,
  alongside: (transaction: Transaction) => readonly Write[] = () => [],
): Promise<{ readonly transaction: Transaction; readonly isNew: boolean }> {
  const fingerprint = fingerprintOf(ask)
  const posted = await findPosted(table, ask)
  if (posted) return { transaction: demandSame(posted, ask, fingerprint), isNew: false }

  const [customer, gateway, parent] = await Promise.all([
    wholeCustomer(table, ask.customerId),
    findGatewayAccount(table, ask.gatewayAccountId),
    ask.type === 'void' && ask.parentTransactionId !== null
      ? findTransaction(table, ask.parentTransactionId)
      : undefined,
  ])
  const id = ask.id ?? (ask.requestId === null ? ids.next('txn') : idOfRequest(ask.requestId))
  const transaction = recordTransaction(id, ask, { customer, gateway, parent }, clock.now().toISOString())
  await keepNewTransaction(table, transaction, { customer, fingerprint }, alongside(transaction))
  return { transaction, isNew: true }
}

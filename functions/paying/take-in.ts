import { reportOf, type TransactionProcessed } from '../../shared/contracts/payment-result.ts'
import { SYSTEM_USER } from '../../shared/domain/timeline.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { findPayment } from '../../shared/repository/payments.ts'
import { findTransaction } from '../../shared/repository/transactions.ts'
import { type QueueDesk, Unusable } from '../entry/queue-worker.ts'
import { report } from './report.ts'

/** Tells an allocation what an event says of its payment; what can never apply is unusable. */
export async function takeIn(
  { clock }: Pick<QueueDesk, 'clock'>,
  table: OrganizationTable,
  detail: TransactionProcessed,
): Promise<void> {
  const payment = await findPayment(table, await allocationIdOf(table, detail))
  if (!payment) throw new Unusable('unknown-allocation')
  const settlement = await report({ table, clock, by: SYSTEM_USER }, payment, reportOf(detail))
  if (settlement.kind === 'conflict') throw new Unusable(settlement.reason)
}

async function allocationIdOf(
  table: OrganizationTable,
  { transactionId, allocationId }: TransactionProcessed,
): Promise<string> {
  if (!transactionId) return allocationId ?? ''
  const transaction = await findTransaction(table, transactionId)
  if (!transaction) throw new Unusable('unknown-transaction')
  if (transaction.payoutRequestAllocationId === null) throw new Unusable('not-a-payout')
  if (allocationId && allocationId !== transaction.payoutRequestAllocationId) throw new Unusable('ids-differ')
  return transaction.payoutRequestAllocationId
}

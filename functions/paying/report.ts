import { followUp } from '../../shared/domain/payment-follow-up.ts'
import { type Report, type Settlement, settle } from '../../shared/domain/settlement.ts'
import { creditOf, type Transaction } from '../../shared/domain/transaction.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import type { PaymentInHand } from '../../shared/repository/payments.ts'
import { keepConflict, keepSettlement } from '../../shared/repository/settlements.ts'
import { idOfRequest } from '../../shared/repository/transaction-item.ts'
import { findTransaction } from '../../shared/repository/transactions.ts'
import type { Write } from '../../shared/repository/write.ts'
import type { Clock } from '../../shared/runtime/clock.ts'

export interface Teller {
  readonly table: OrganizationTable
  readonly clock: Clock
  /** Whose name stands beside the change. */
  readonly by: string
  /** Joins the transaction of a settlement. */
  readonly alongside?: (credit: Transaction) => readonly Write[]
}

/** Tells what became of a payment and keeps what follows; `stale` when the payment is not as it was read. */
export async function report(teller: Teller, payment: PaymentInHand, said: Report): Promise<Settlement> {
  const { table, clock, by } = teller
  const now = clock.now()
  const stored = payment.credit ?? (await findTransaction(table, unsentId(payment)))
  const credit = stored ?? unsentCredit(payment, now)
  const settlement = settle({ ...payment, credit }, said, { by, at: now.toISOString() })
  if (settlement.kind === 'settled')
    await keepSettlement(table, { ...payment, credit }, settlement, {
      due: settlement.allocation.status === 'processing' ? followUp(credit.createdTime, now).dueTime : null,
      alongside: teller.alongside?.(settlement.credit),
    })
  // Told once more it is recorded already, but whoever tells it may not have been heard to the end.
  if (settlement.kind === 'conflict' && settlement.credit !== stored)
    await keepConflict(table, { ...payment, credit: stored }, settlement)
  return settlement
}

/** A gateway says that it paid what was never sent: the same credit, however often it says so. */
const unsentId = ({ allocation }: PaymentInHand): string => idOfRequest(`never sent: ${allocation.id}`)

const unsentCredit = (payment: PaymentInHand, now: Date): Transaction =>
  creditOf(payment.allocation, unsentId(payment), now.toISOString())

import type * as z from 'zod'

import { minorOf } from '../../shared/contracts/fields.ts'
import { TransactionUpdate } from '../../shared/contracts/payment-result.ts'
import { representTransaction, TransactionRepresentation } from '../../shared/contracts/transaction.ts'
import type { Transaction } from '../../shared/domain/transaction.ts'
import {
  demandSameMoney,
  demandUndecided,
  resolveTransaction,
} from '../../shared/domain/transaction-changes.ts'
import { wholeCustomer } from '../../shared/repository/payment-instruments.ts'
import { findPayment } from '../../shared/repository/payments.ts'
import { keepResolved, theTransaction } from '../../shared/repository/transactions.ts'
import { created } from '../entry/answers.ts'
import { apiOperation, type Call, type Desk } from '../entry/api-operation.ts'
import { report } from '../paying/report.ts'

// POST /transactions/{id}/update
// Tells a transaction whose result is unknown what a person found out; a payout's allocation follows it.
export const handler = apiOperation({
  operationId: 'PostTransactionUpdate',
  body: TransactionUpdate,
  answers: { 201: TransactionRepresentation },

  async perform(call, desk) {
    const transaction = await theTransaction(desk.table, call.id)
    call.demandVersion(transaction.version)
    const told = await (transaction.payoutRequestAllocationId === null
      ? resolve(transaction, call, desk)
      : tell(transaction, transaction.payoutRequestAllocationId, call, desk))
    return answer(call, told)
  },
})

type Update = Call<z.infer<typeof TransactionUpdate>>

const answer = ({ linkTo }: Pick<Update, 'linkTo'>, transaction: Transaction) =>
  created(representTransaction(transaction, linkTo), transaction.version)

/** Recorded, not ours. */
async function resolve(
  before: Transaction,
  call: Update,
  { table, clock, remember }: Desk,
): Promise<Transaction> {
  const after = resolveTransaction(before, call.body.result, clock.now().toISOString())
  demandSameMoney(moneyOf(call, before), before)
  const customer = await wholeCustomer(table, before.customerId)
  await keepResolved(table, before, after, customer, remember(answer(call, after)))
  return after
}

async function tell(
  credit: Transaction,
  allocationId: string,
  call: Update,
  desk: Desk,
): Promise<Transaction> {
  const { table, clock, remember } = desk
  const payment = await findPayment(table, allocationId)
  if (!payment) throw new Error('A credit has no allocation.')
  demandUndecided(credit, payment.allocation.status)
  demandSameMoney(moneyOf(call, payment.allocation), payment.allocation)
  const settlement = await report(
    { table, clock, by: call.caller.userId, alongside: (told) => remember(answer(call, told)) },
    payment,
    {
      result: call.body.result,
      money: null,
      processedTime: clock.now().toISOString(),
      gatewayTransactionId: null,
      response: null,
    },
  )
  if (settlement.kind !== 'settled') throw new Error('What was undecided was not settled by a result.')
  return settlement.credit
}

const moneyOf = ({ body }: Update, { currency }: Pick<Transaction, 'currency'>) => ({
  amountMinor: body.amount ? minorOf(body.amount, body.currency ?? currency) : null,
  currency: body.currency ?? null,
})

import * as z from 'zod'
import { type Report, TOLD_RESULTS } from '../domain/settlement.ts'
import {
  amount,
  amountProblem,
  currency,
  expected,
  id,
  isObject,
  minorOf,
  oneOf,
  refuse,
  text,
} from './fields.ts'

const RESPONSE_CHARACTERS_LIMIT = 255

/** Cut, not refused: a wordy gateway has paid all the same. */
const words = z.string().transform((all) => all.slice(0, RESPONSE_CHARACTERS_LIMIT))

/** Detail of the bus event `transaction-processed` (rules §5): what became of a payment, as its gateway has it. */
export const TransactionProcessed = z
  .object({
    organizationId: id,
    transactionId: id.nullish(),
    allocationId: id.nullish(),
    result: oneOf(TOLD_RESULTS),
    amount,
    currency,
    processedTime: z.iso.datetime({ offset: true, ...expected('a time such as 2026-01-31T10:00:00Z') }),
    gatewayTransactionId: text(50).nullish(),
    response: z.object({ code: words, message: words }).nullish(),
  })
  .superRefine(
    (detail, context) => {
      const problem = amountProblem(detail.amount, detail.currency)
      if (problem) refuse(context, 'amount', problem)
      if (!detail.transactionId && !detail.allocationId)
        refuse(context, 'transactionId', 'or allocationId must be given')
    },
    { when: isObject },
  )

export type TransactionProcessed = z.infer<typeof TransactionProcessed>

export const reportOf = (detail: TransactionProcessed): Report => ({
  result: detail.result,
  money: { amountMinor: minorOf(detail.amount, detail.currency), currency: detail.currency },
  processedTime: new Date(detail.processedTime).toISOString(),
  gatewayTransactionId: detail.gatewayTransactionId ?? null,
  response: detail.response ?? null,
})

/** Body of POST /transactions/{id}/update: what a person found out. */
export const TransactionUpdate = z.object({
  result: oneOf(TOLD_RESULTS),
  amount: amount.nullish(),
  currency: currency.nullish(),
})

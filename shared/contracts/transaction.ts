import * as z from 'zod'
import { TRANSACTION_RESULTS, TRANSACTION_STATUSES } from '../domain/allocation.ts'
import { TRANSACTION_TYPES, type Transaction } from '../domain/transaction.ts'
import type { TransactionAsk } from '../domain/transaction-changes.ts'
import {
  amount,
  amountProblem,
  currency,
  decimal,
  expected,
  id,
  isObject,
  links,
  minorOf,
  money,
  oneOf,
  refuse,
  text,
  time,
} from './fields.ts'
import type { LinkTo } from './links.ts'

/** Body of POST /transactions: recording only, this service never charges. */
export const NewTransaction = z
  .object({
    id: id.nullish(),
    requestId: text(50)
      .regex(/^[-\w]+$/, 'may contain letters, digits, _ and - only')
      .nullish(),
    type: oneOf(TRANSACTION_TYPES),
    result: oneOf(TRANSACTION_RESULTS),
    status: oneOf(TRANSACTION_STATUSES).nullish(),
    amount,
    currency,
    customerId: id,
    paymentInstrumentId: id.nullish(),
    /** The published place of the instrument's id. */
    paymentInstruction: z.object({ paymentInstrumentId: id }, expected('an object')).nullish(),
    gatewayAccountId: id,
    websiteId: id.nullish(),
    parentTransactionId: id.nullish(),
    processedTime: z.iso
      .datetime({ offset: true, ...expected('a time such as 2026-01-31T10:00:00Z') })
      .nullish(),
    gatewayTransactionId: text(50).nullish(),
    isProcessedOutside: z
      .literal(true, 'must be true: this service records transactions, it never charges')
      .nullish(),
  })
  .superRefine(judge, { when: isObject })

/** Body of PATCH /transactions/{id}: a dispute, or its end. */
export const TransactionPatch = z.object({ status: oneOf(['disputed', 'completed']) })

/** What the body asks for, in the words of the domain. */
export const transactionAsk = (body: z.infer<typeof NewTransaction>): TransactionAsk => ({
  id: body.id ?? null,
  requestId: body.requestId ?? null,
  type: body.type,
  result: body.result,
  status: body.status ?? 'completed',
  currency: body.currency,
  amountMinor: minorOf(body.amount, body.currency),
  customerId: body.customerId,
  paymentInstrumentId: body.paymentInstrumentId ?? body.paymentInstruction?.paymentInstrumentId ?? '',
  gatewayAccountId: body.gatewayAccountId,
  websiteId: body.websiteId ?? null,
  parentTransactionId: body.parentTransactionId ?? null,
  processedTime: body.processedTime ? new Date(body.processedTime).toISOString() : null,
  gatewayTransactionId: body.gatewayTransactionId ?? null,
})

type Body = z.infer<typeof NewTransaction>

function judge(body: Body, context: z.core.$RefinementCtx): void {
  const problem = amountProblem(body.amount, body.currency)
  if (problem) refuse(context, 'amount', problem)
  if ((body.type === 'refund' || body.type === 'void') && isNothing(body.parentTransactionId))
    refuse(context, 'parentTransactionId', `is required for a ${body.type}`)
  const instruction = body.paymentInstruction?.paymentInstrumentId
  if (isNothing(body.paymentInstrumentId) && isNothing(body.paymentInstruction))
    refuse(context, 'paymentInstrumentId', 'is required')
  if (
    !isNothing(body.paymentInstrumentId) &&
    !isNothing(instruction) &&
    body.paymentInstrumentId !== instruction
  )
    refuse(context, 'paymentInstruction.paymentInstrumentId', 'differs from paymentInstrumentId')
}

const isNothing = (value: unknown): boolean => value === undefined || value === null

export const TransactionRepresentation = z.object({
  id,
  requestId: z.string().nullable(),
  type: z.enum(TRANSACTION_TYPES),
  result: z.enum(TRANSACTION_RESULTS),
  status: z.enum(TRANSACTION_STATUSES),
  amount: money,
  currency,
  customerId: id,
  paymentInstrumentId: id,
  paymentInstrument: z.object({ method: z.string(), paymentInstrumentId: id }),
  gatewayAccountId: id,
  gatewayName: z.string(),
  websiteId: id.nullable(),
  parentTransactionId: id.nullable(),
  processedTime: time,
  gatewayTransactionId: z.string().nullable(),
  /** Ours: what the gateway said of a payout, or why it said nothing. */
  response: z.object({ code: z.string(), message: z.string() }).nullable(),
  isProcessedOutside: z.boolean(),
  payoutRequestId: id.nullable(),
  payoutRequestAllocationId: id.nullable(),
  createdTime: time,
  updatedTime: time,
  _links: links,
})

export const representTransaction = (
  { amountMinor, paymentMethod, version, ...transaction }: Transaction,
  linkTo: LinkTo,
): z.infer<typeof TransactionRepresentation> => ({
  ...transaction,
  amount: decimal(amountMinor, transaction.currency),
  paymentInstrument: { method: paymentMethod, paymentInstrumentId: transaction.paymentInstrumentId },
  isProcessedOutside: transaction.payoutRequestAllocationId === null,
  _links: [linkTo('self', `/transactions/${transaction.id}`)],
})

import type { AllocationStatus } from './allocation.ts'
import type { Currency } from './currency.ts'
import { type Customer, EXPOSURES_PER_CUSTOMER_LIMIT } from './customer.ts'
import type { GatewayAccount } from './gateway-account.ts'
import { decimalFromMinor, type Minor } from './money.ts'
import { type InvalidField, Refusal, refuseInvalid } from './refusal.ts'
import type { ToldResult } from './settlement.ts'
import { effectOf, type Transaction } from './transaction.ts'

/** A payment or payout that happened elsewhere, as its recorder tells it. */
export interface TransactionAsk
  extends Pick<
    Transaction,
    | 'requestId'
    | 'type'
    | 'result'
    | 'status'
    | 'currency'
    | 'amountMinor'
    | 'customerId'
    | 'paymentInstrumentId'
    | 'gatewayAccountId'
    | 'websiteId'
    | 'parentTransactionId'
    | 'gatewayTransactionId'
  > {
  /** The caller's id for it. */
  readonly id: string | null
  /** Null is now. */
  readonly processedTime: string | null
}

/** A transaction that is there, and what it was posted as. */
export interface Posted {
  readonly transaction: Transaction
  readonly fingerprint: string
}

/** Rules §7.3: the same id and the same body is the same transaction; our own credits are not posted at all. */
export function demandSame(
  { transaction, fingerprint }: Posted,
  ask: TransactionAsk,
  asked: string,
): Transaction {
  if (transaction.payoutRequestAllocationId !== null)
    throw new Refusal('transaction-differs', {
      detail: 'A transaction with this id was made here, by paying an allocation. It is not recorded again.',
    })
  if (fingerprint !== asked || (ask.id !== null && ask.id !== transaction.id))
    throw new Refusal('transaction-differs', {
      detail: `Another transaction was recorded under this id or requestId: ${transaction.id}.`,
      members: { transactionId: transaction.id },
    })
  return transaction
}

export interface TransactionContext {
  readonly customer: Customer
  readonly gateway: GatewayAccount | undefined
  /** The transaction that parentTransactionId names; it need not have arrived yet. */
  readonly parent: Transaction | undefined
}

/** The transaction as it is recorded; refuses with everything that does not belong together. */
export function recordTransaction(
  id: string,
  { processedTime, ...ask }: TransactionAsk,
  { customer, gateway, parent }: TransactionContext,
  at: string,
): Transaction {
  const instrument = customer.instruments.find((instrument) => instrument.id === ask.paymentInstrumentId)
  refuseInvalid([
    ...(instrument ? [] : [problem('paymentInstrumentId', 'is not a payment instrument of this customer')]),
    ...(gateway ? [] : [problem('gatewayAccountId', 'is not a gateway account here')]),
    ...(instrument && gateway && instrument.method !== gateway.method
      ? [
          problem(
            'gatewayAccountId',
            `takes ${gateway.method}, the payment instrument is ${instrument.method}`,
          ),
        ]
      : []),
    ...(ask.type === 'void' && parent && parent.type !== 'sale' && parent.type !== 'capture'
      ? [problem('parentTransactionId', `is a ${parent.type}: only a sale or a capture can be voided`)]
      : []),
    ...timeProblems(processedTime, at),
  ])
  if (!instrument || !gateway) throw new Error('A refused transaction went on.')
  const transaction = {
    ...ask,
    id,
    paymentMethod: instrument.method,
    gatewayName: gateway.gatewayName,
    processedTime: processedTime ?? at,
    response: null,
    payoutRequestId: null,
    payoutRequestAllocationId: null,
    version: 1,
    createdTime: at,
    updatedTime: at,
  }
  if (effectOf(transaction)) demandRoomForPair(customer, transaction)
  return transaction
}

/** A dispute of a payment, or its end (rules §7.3); the transaction itself when it already is so. */
export function moveTransaction(
  transaction: Transaction,
  status: 'disputed' | 'completed',
  at: string,
): Transaction {
  const { type, result } = transaction
  if (result !== 'approved' || (type !== 'sale' && type !== 'capture'))
    throw new Refusal('transaction-not-changeable', {
      detail: `Only an approved sale or capture can be disputed; this is a ${type} that is ${result}.`,
    })
  if (transaction.status === status) return transaction
  return { ...transaction, status, version: transaction.version + 1, updatedTime: at }
}

/** Rules §7.3: what is recorded with an unknown result may be told it, once. */
export function resolveTransaction(transaction: Transaction, result: ToldResult, at: string): Transaction {
  if (transaction.result !== 'unknown') throw isDecided(transaction)
  return { ...transaction, result, status: 'completed', version: transaction.version + 1, updatedTime: at }
}

/** What a person tells or asks of a payout must still be open. */
export function demandUndecided(transaction: Transaction, status: AllocationStatus): void {
  if (status !== 'processing' && status !== 'waiting-completion') throw isDecided(transaction)
}

const isDecided = ({ result }: Transaction): Refusal =>
  new Refusal('transaction-not-changeable', {
    detail: `Only a transaction whose result is unknown can be asked about or told one; this one is ${result}.`,
  })

/** Amount and currency of an update repeat the transaction's, if they are given. */
export function demandSameMoney(
  told: { readonly amountMinor: Minor | null; readonly currency: Currency | null },
  { amountMinor, currency }: Pick<Transaction, 'amountMinor' | 'currency'>,
): void {
  refuseInvalid([
    ...(told.currency !== null && told.currency !== currency
      ? [problem('currency', `is not ${currency}`)]
      : []),
    ...(told.amountMinor !== null && told.amountMinor !== amountMinor
      ? [problem('amount', `is not ${decimalFromMinor(amountMinor, currency)}`)]
      : []),
  ])
}

/** Rules §7.2, told when one more would be needed. */
function demandRoomForPair({ exposures }: Customer, transaction: Transaction): void {
  const { paymentInstrumentId, gatewayAccountId, currency } = transaction
  const isKnown = exposures
    .get(currency)
    ?.some(
      (pair) =>
        pair.paymentInstrumentId === paymentInstrumentId && pair.gatewayAccountId === gatewayAccountId,
    )
  if (!isKnown && [...exposures.values()].flat().length >= EXPOSURES_PER_CUSTOMER_LIMIT)
    throw new Refusal('customer-profile-full', {
      detail: `A customer has at most ${EXPOSURES_PER_CUSTOMER_LIMIT} combinations of payment instrument, gateway account and currency.`,
    })
}

const DAY_MILLISECONDS = 86_400_000

/** Before 1970 is a mistake in units; a gateway's clock may be ahead, not by more than a day. */
function timeProblems(processedTime: string | null, at: string): InvalidField[] {
  if (processedTime === null) return []
  const time = Date.parse(processedTime)
  if (time < 0) return [problem('processedTime', 'must not be before 1970')]
  return time > Date.parse(at) + DAY_MILLISECONDS
    ? [problem('processedTime', 'must not be more than 24 hours ahead')]
    : []
}

const problem = (field: string, message: string): InvalidField => ({ field, message })

import type { Allocation } from './allocation.ts'
import type { Currency } from './currency.ts'
import type { PaymentInstrument } from './customer.ts'
import type { Minor } from './money.ts'
import type { Transaction } from './transaction.ts'

/** What a gateway is told of an allocation that it is to pay. The same whenever it is told, so that a key means one thing. */
export interface Payment {
  readonly organizationId: string
  /** The gateway's idempotency key and its merchant reference, and nothing else is: there is no attempt number. */
  readonly allocationId: string
  readonly payoutRequestId: string
  readonly transactionId: string
  readonly customerId: string
  readonly gatewayAccountId: string
  readonly gatewayName: string
  readonly currency: Currency
  readonly amountMinor: Minor
  readonly instrument: PaymentInstrument
  /** When the desk first meant to send it: the time of its own transaction, however often the gateway is called. */
  readonly sentTime: string
}

/** The payment that an allocation becomes on its edge → processing, with the transaction that this edge puts. */
export const paymentOf = (
  organizationId: string,
  allocation: Allocation,
  instrument: PaymentInstrument,
  transaction: Pick<Transaction, 'id' | 'createdTime'>,
): Payment => ({
  organizationId,
  allocationId: allocation.id,
  payoutRequestId: allocation.payoutRequestId,
  transactionId: transaction.id,
  customerId: allocation.customerId,
  gatewayAccountId: allocation.gatewayAccountId,
  gatewayName: allocation.gatewayName,
  currency: allocation.currency,
  amountMinor: allocation.amountMinor,
  instrument,
  sentTime: transaction.createdTime,
})

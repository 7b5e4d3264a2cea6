import type { Allocation, TransactionResult, TransactionStatus } from './allocation.ts'
import type { Currency } from './currency.ts'
import type { PairExposure } from './customer.ts'
import type { Minor } from './money.ts'
import type { GatewayResponse } from './payment-result.ts'

export const TRANSACTION_TYPES = [
  'sale',
  'capture',
  'refund',
  'void',
  'credit',
  'authorize',
  'setup',
  '3ds-authentication',
] as const

export type TransactionType = (typeof TRANSACTION_TYPES)[number]

/** A movement of money at a gateway: recorded by a caller, or made by our own paying (rules §7.3). */
export interface Transaction {
  readonly id: string
  readonly requestId: string | null
  readonly type: TransactionType
  readonly result: TransactionResult
  readonly status: TransactionStatus
  readonly currency: Currency
  readonly amountMinor: Minor
  readonly customerId: string
  readonly paymentInstrumentId: string
  readonly paymentMethod: string
  readonly gatewayAccountId: string
  readonly gatewayName: string
  readonly websiteId: string | null
  readonly parentTransactionId: string | null
  readonly processedTime: string
  /** The gateway's own reference. */
  readonly gatewayTransactionId: string | null
  /** What the gateway said of a credit that we made, or why it said nothing; null on what was recorded. */
  readonly response: GatewayResponse | null
  /** Only on the credits that we made. */
  readonly payoutRequestId: string | null
  readonly payoutRequestAllocationId: string | null
  readonly version: number
  readonly createdTime: string
  readonly updatedTime: string
}

/** What a transaction adds to the figures of its pair. Effects are sums and extremes, so their order does not matter. */
export interface Effect {
  readonly salesMinor: Minor
  readonly payoutsMinor: Minor
  readonly payments: number
  readonly times: Partial<Pick<PairExposure, 'firstPaymentTime' | 'lastPaymentTime' | 'lastPayoutTime'>>
}

type Effective = Pick<Transaction, 'type' | 'result' | 'status' | 'amountMinor' | 'processedTime'>

/**
 * Rules §7.3: only approved ones count; a disputed payment counts nothing until it is back, but it was a payment, and
 * its time stays. Null: no effect at all.
 */
export function effectOf({ type, result, status, amountMinor, processedTime }: Effective): Effect | null {
  if (result !== 'approved') return null
  switch (type) {
    case 'sale':
    case 'capture': {
      const times = { firstPaymentTime: processedTime, lastPaymentTime: processedTime }
      return status === 'disputed'
        ? { ...NOTHING, times }
        : { ...NOTHING, salesMinor: amountMinor, payments: 1, times }
    }
    case 'credit':
      return { ...NOTHING, payoutsMinor: amountMinor, times: { lastPayoutTime: processedTime } }
    case 'refund':
    case 'void':
      return { ...NOTHING, payoutsMinor: amountMinor }
    case 'authorize':
    case 'setup':
    case '3ds-authentication':
      return null
  }
}

/** What a change of one transaction adds to what it had added before; null when that is nothing. */
export function effectOfChange(before: Effective, after: Effective): Effect | null {
  const was = effectOf(before) ?? NOTHING
  const is = effectOf(after)
  if (is === null && was === NOTHING) return null
  const { salesMinor, payoutsMinor, payments, times } = is ?? NOTHING
  return {
    salesMinor: salesMinor - was.salesMinor,
    payoutsMinor: payoutsMinor - was.payoutsMinor,
    payments: payments - was.payments,
    times,
  }
}

const NOTHING: Effect = { salesMinor: 0n, payoutsMinor: 0n, payments: 0, times: {} }

/** The credit that is sent when an allocation goes to its gateway (design §8, edge → processing). */
export const creditOf = (allocation: Allocation, id: string, at: string): Transaction => ({
  id,
  requestId: null,
  type: 'credit',
  result: 'unknown',
  status: 'sending',
  currency: allocation.currency,
  amountMinor: allocation.amountMinor,
  customerId: allocation.customerId,
  paymentInstrumentId: allocation.paymentInstrumentId,
  paymentMethod: allocation.paymentMethod,
  gatewayAccountId: allocation.gatewayAccountId,
  gatewayName: allocation.gatewayName,
  websiteId: null,
  parentTransactionId: null,
  processedTime: at,
  gatewayTransactionId: null,
  response: null,
  payoutRequestId: allocation.payoutRequestId,
  payoutRequestAllocationId: allocation.id,
  version: 1,
  createdTime: at,
  updatedTime: at,
})

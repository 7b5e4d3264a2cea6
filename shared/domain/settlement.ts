import {
  type Allocation,
  OPEN_STATUSES,
  type TransactionResult,
  type TransactionStatus,
} from './allocation.ts'
import { movedTo } from './allocation-moves.ts'
import type { Currency } from './currency.ts'
import { decimalFromMinor, type Minor } from './money.ts'
import { type GatewayAnswer, judge, type PaymentResult, STATE_AFTER } from './payment-result.ts'
import { isFinal, type PayoutRequest } from './payout-request.ts'
import { changed, type Stamp } from './payout-request-changes.ts'
import type { Transaction } from './transaction.ts'

/** What becomes of an allocation, its credit and its request when somebody tells what became of the payment (rules §5). */

/** What people and events may say; `canceled` and `abandoned` mean that nothing was paid. */
export const TOLD_RESULTS = ['approved', 'declined', 'canceled', 'abandoned'] as const

export type ToldResult = (typeof TOLD_RESULTS)[number]

export interface Report extends Omit<GatewayAnswer, 'result'> {
  readonly result: PaymentResult | Extract<ToldResult, 'canceled' | 'abandoned'>
  /** As its teller has it; null where the payment was asked about by its key. */
  readonly money: { readonly amountMinor: Minor; readonly currency: Currency } | null
  readonly processedTime: string
}

export interface Payable {
  readonly request: PayoutRequest
  readonly allocation: Allocation
  /** None before its payment has begun. */
  readonly credit: Transaction | undefined
}

/** What the gateway said is recorded then; told once more it would be recorded again, over what came since. */
export const CONFLICT_REASONS = ['conflicting-result', 'amount-differs'] as const

export type ConflictReason = (typeof CONFLICT_REASONS)[number]

export type Settlement =
  | { readonly kind: 'adds-nothing' }
  | {
      readonly kind: 'settled'
      readonly allocation: Allocation
      readonly credit: Transaction
      readonly request: PayoutRequest
    }
  /** Changes no status of the allocation: the credit is as the gateway has it, and the request waits for a person. */
  | {
      readonly kind: 'conflict'
      readonly reason: ConflictReason
      readonly credit: Transaction
      readonly request: PayoutRequest
    }

export function settle(
  { request, allocation, credit }: Payable & { readonly credit: Transaction },
  report: Report,
  stamp: Stamp,
): Settlement {
  const { amountMinor, currency } = report.money ?? allocation
  const conflict = (reason: ConflictReason): Settlement => ({
    kind: 'conflict',
    reason,
    credit: told(credit, report, stamp, { amountMinor, currency }),
    request: waitingForReview(request, { allocation, report, reason }, stamp),
  })
  if (amountMinor !== allocation.amountMinor || currency !== allocation.currency)
    return conflict('amount-differs')
  const verdict = judge(allocation, outcomeOf(report))
  if (verdict.kind === 'conflicts' || deniesCredit(allocation, credit, report))
    return conflict('conflicting-result')
  if (verdict.kind === 'adds-nothing') return verdict
  const { status, ...transaction } = stateAfter(report)
  return {
    kind: 'settled',
    allocation: { ...movedTo(status, allocation, stamp), ...transaction },
    credit: told(credit, report, stamp, allocation),
    request: afterPayment(request, allocation, status, stamp),
  }
}

const outcomeOf = ({ result }: Report): PaymentResult =>
  result === 'canceled' || result === 'abandoned' ? 'error' : result

/** `canceled` was begun at the gateway and taken back there. */
const stateAfter = (report: Report): Told =>
  report.result === 'canceled'
    ? { status: 'failed', transactionStatus: 'completed', transactionResult: 'canceled' }
    : STATE_AFTER[outcomeOf(report)]

interface Told {
  readonly status: Allocation['status']
  readonly transactionStatus: TransactionStatus
  readonly transactionResult: TransactionResult
}

/** A conflict was recorded on the credit before, and now the gateway says the opposite again. */
const deniesCredit = ({ status }: Allocation, { result }: Transaction, report: Report): boolean =>
  !OPEN_STATUSES.includes(status) &&
  isDecided(report) &&
  (result === 'approved') !== (report.result === 'approved')

const isDecided = ({ result }: Report): boolean => result !== 'pending' && result !== 'unknown'

/** The credit as the gateway has it; itself when that is how it stands there. */
function told(
  credit: Transaction,
  report: Report,
  { at }: Stamp,
  { amountMinor, currency }: Pick<Transaction, 'amountMinor' | 'currency'>,
): Transaction {
  const { transactionResult, transactionStatus } = stateAfter(report)
  const isSame =
    credit.result === transactionResult &&
    credit.status === transactionStatus &&
    credit.amountMinor === amountMinor &&
    credit.currency === currency
  if (isSame) return credit
  return {
    ...credit,
    amountMinor,
    currency,
    result: transactionResult,
    status: transactionStatus,
    gatewayTransactionId: report.gatewayTransactionId ?? credit.gatewayTransactionId,
    response: report.response ?? credit.response,
    processedTime: isDecided(report) ? report.processedTime : credit.processedTime,
    version: credit.version + 1,
    updatedTime: at,
  }
}

/** Paid in full it is fulfilled, blocked or not; what was not paid is to be allocated again. */
function afterPayment(
  request: PayoutRequest,
  { amountMinor }: Allocation,
  status: Allocation['status'],
  stamp: Stamp,
): PayoutRequest {
  if (status === 'declined' || status === 'failed')
    return changed(request, { unallocatedMinor: request.unallocatedMinor + amountMinor }, [], stamp)
  if (status !== 'completed') return request
  const paidMinor = request.paidMinor + amountMinor
  return paidMinor === request.amountMinor && request.status === 'in-progress'
    ? changed(request, { paidMinor, status: 'fulfilled' }, [FULFILLED], stamp)
    : changed(request, { paidMinor }, [], stamp)
}

const FULFILLED = { type: 'payout-request-fulfilled', message: 'Paid in full' } as const

/** Blocked, unless it is at its end: nothing more may be paid until a person has looked. */
function waitingForReview(
  request: PayoutRequest,
  { allocation, report, reason }: { allocation: Allocation; report: Report; reason: ConflictReason },
  stamp: Stamp,
): PayoutRequest {
  const { amountMinor, currency } = report.money ?? allocation
  const said = `${report.result} for ${decimalFromMinor(amountMinor, currency)} ${currency}`
  const message = `${reason}: allocation ${allocation.id} is ${allocation.status}, its gateway says ${said}`
  const blocks = !isFinal(request.status) && !request.blocked
  return changed(
    request,
    blocks ? { blocked: true, blockReason: 'risk-review' } : {},
    [{ type: blocks ? 'payout-request-blocked' : 'payout-request-reversed', message }],
    stamp,
  )
}

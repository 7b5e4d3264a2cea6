import { createHash } from 'node:crypto'
import type { Currency } from '../../domain/currency.ts'
import type { Minor } from '../../domain/money.ts'
import type { Payment } from '../../domain/payment.ts'
import type { GatewayAnswer, PaymentResult } from '../../domain/payment-result.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { PaymentGateway } from '../payment-gateway.ts'
import { scriptOf } from './magic-amounts.ts'

/**
 * The gateway that moves no money. It keeps nothing: what becomes of a payment is a function of its amount and of the
 * seconds since the desk recorded that it was sent, both of which the desk has and tells at every call. So it answers
 * the same in every Lambda, before and after a restart, and a key cannot be paid twice. What a gateway would keep, its
 * books, is the caller's: `book` is told of each payment at every call that makes it or finds it made, and who counts
 * by key knows what was paid without asking the desk. What it would announce later goes to `notify`.
 */
export function testProcessor({ clock, notify, book, wait = sleep }: TestProcessorParts): PaymentGateway {
  async function serve(payment: Payment, call: 'pay' | 'ask'): Promise<GatewayAnswer> {
    const script = scriptOf(payment.amountMinor)
    const sent = Date.parse(payment.sentTime)
    const processedTime = new Date(sent + script.resultAfterSeconds * 1000).toISOString()
    const arrives = call === 'ask' || !script.isLostAtFirst
    if (arrives && script.result === 'approved') book?.(bookingOf(payment, processedTime))

    // Before the answer: whoever dies between the two is told once more, not never.
    const { result, response, gatewayTransactionId } = answer(payment, script.result)
    const left = Date.parse(processedTime) - clock.now().getTime()
    const notice = { payment, result, response, gatewayTransactionId, processedTime }
    for (let n = 0; n < script.notifications; n++) await notify(notice, Math.ceil(Math.max(0, left) / 1000))

    const answersIn = sent + script.answersAfterSeconds * 1000 - clock.now().getTime()
    if (answersIn > 0) await wait(answersIn)
    return answer(payment, call === 'ask' && left <= 0 ? script.result : script.atFirst)
  }
  return { pay: (payment) => serve(payment, 'pay'), ask: (payment) => serve(payment, 'ask') }
}

export interface TestProcessorParts {
  readonly clock: Clock
  /** Has the desk told of a result after so many whole seconds. May come twice, as announcements do. */
  readonly notify: (notice: Notice, afterSeconds: number) => Promise<void>
  readonly book?: (booking: Booking) => void
  readonly wait?: (milliseconds: number) => Promise<void>
}

/** A result from outside: what the bus event `transaction-processed` says (rules §5). */
export interface Notice extends GatewayAnswer {
  readonly payment: Payment
  readonly processedTime: string
}

/** Money paid, on the day of `paidTime`; the same for every call with the same key. */
export interface Booking {
  readonly allocationId: string
  readonly currency: Currency
  readonly amountMinor: Minor
  readonly paidTime: string
}

const bookingOf = ({ allocationId, currency, amountMinor }: Payment, paidTime: string): Booking => ({
  allocationId,
  currency,
  amountMinor,
  paidTime,
})

/** Lost answers carry nothing, and what was never begun has no number. */
const answer = ({ allocationId }: Payment, result: PaymentResult): GatewayAnswer => ({
  result,
  gatewayTransactionId: result === 'unknown' || result === 'error' ? null : referenceOf(allocationId),
  response: result === 'unknown' ? null : { code: result, message: `TestProcessor simulates: ${result}` },
})

/** Its own number for a payment: the same at every call, and within a transaction's 50 characters. */
const referenceOf = (allocationId: string): string =>
  `test_${createHash('sha256').update(allocationId).digest('hex').slice(0, 24)}`

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

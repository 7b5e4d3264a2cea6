import * as z from 'zod'
import type { GatewayAnswer, PaymentResult } from '../../domain/payment-result.ts'
import type { NotSentReason } from '../../runtime/outbound/destination.ts'
import type { HttpAnswer, Posted } from '../../runtime/outbound/post.ts'

const RESPONSE_CHARACTERS_LIMIT = 255

/** Cut, not refused: a wordy gateway has paid all the same. */
const words = z.string().transform((text) => text.slice(0, RESPONSE_CHARACTERS_LIMIT))

/** What the operator's payment service answers, with any 2xx status and as application/json. */
export const PaymentAnswer = z.object({
  status: z.enum(['approved', 'declined', 'error', 'pending']),
  /** As long as a transaction's may be (rules §7.3). */
  gatewayTransactionId: z.string().min(1).max(50).nullish(),
  response: z.object({ code: words, message: words }).nullish(),
})

/** Why there is no answer of the gateway's own; written on the transaction as the response's code. */
export type NoAnswerReason =
  | NotSentReason
  | Extract<Posted, { kind: 'no-answer' }>['reason']
  | 'unexpected-status'
  | 'not-json'
  | 'unexpected-answer'

/** The codes of rules §5's last row and the one before, in words for whoever looks into it. Nothing of the answer is in them. */
const MESSAGES: Readonly<Record<NoAnswerReason, string>> = {
  'url-not-allowed': 'The URL of the payment service is not one that this stage may call.',
  'host-not-found': 'The host of the payment service has no address.',
  'address-not-allowed': 'The payment service has an address that this stage may not call.',
  'connection-failed': 'The payment service took no connection.',
  'tls-failed': 'No secure connection to the payment service could be made.',
  'connection-timeout': 'The payment service took no connection in time.',
  timeout: 'The payment service did not answer in time.',
  'connection-lost': 'The payment service broke the connection off, or what it sent is not HTTP.',
  'answer-too-large': 'The answer of the payment service was too large.',
  'unexpected-status': 'The payment service answered with an HTTP status other than 2xx.',
  'not-json': 'The payment service did not answer with JSON.',
  'unexpected-answer': 'The payment service answered with JSON that says no result.',
}

/** Whatever may have reached the service and has no legible answer is `unknown`, 4xx and 5xx too. */
export function answerOf(
  posted: Posted,
  ifNotSent: Extract<PaymentResult, 'error' | 'unknown'>,
): GatewayAnswer {
  if (posted.kind === 'not-sent') return withoutAnswer(ifNotSent, posted.reason)
  return posted.kind === 'no-answer' ? withoutAnswer('unknown', posted.reason) : read(posted)
}

function read({ status, contentType, body }: HttpAnswer): GatewayAnswer {
  if (status < 200 || status > 299) return withoutAnswer('unknown', 'unexpected-status')
  if (contentType !== 'application/json') return withoutAnswer('unknown', 'not-json')
  const json = jsonOf(body)
  if (json === undefined) return withoutAnswer('unknown', 'not-json')
  const answer = PaymentAnswer.safeParse(json)
  if (!answer.success) return withoutAnswer('unknown', 'unexpected-answer')
  return {
    result: answer.data.status,
    gatewayTransactionId: answer.data.gatewayTransactionId ?? null,
    response: answer.data.response ?? null,
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const withoutAnswer = (result: PaymentResult, code: NoAnswerReason): GatewayAnswer => ({
  result,
  gatewayTransactionId: null,
  response: { code, message: MESSAGES[code] },
})

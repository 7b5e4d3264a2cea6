import type { PayoutAdapter } from '../../domain/gateway-account.ts'
import type { OutboundPolicy } from '../../domain/outbound-url.ts'
import type { Payment } from '../../domain/payment.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Resolve } from '../../runtime/outbound/destination.ts'
import { type Posted, post } from '../../runtime/outbound/post.ts'
import { signedHeaders } from '../../runtime/outbound/standard-webhooks.ts'
import type { PaymentGateway } from '../payment-gateway.ts'
import { answerOf } from './payment-answer.ts'
import { paymentMessage } from './payment-message.ts'

export type WebhookAdapter = Extract<PayoutAdapter, { type: 'webhook' }>

export interface WebhookParts {
  readonly clock: Clock
  readonly policy: OutboundPolicy
  readonly resolve?: Resolve
}

/**
 * Pays through the operator's own payment service: a signed POST, the allocation's id as its key. What follows a lost
 * answer is asking, on the schedule of rules §5; within a call only an address that took no connection is passed over
 * for the host's next one.
 */
export function webhookGateway(adapter: WebhookAdapter, parts: WebhookParts): PaymentGateway {
  return {
    pay: async (payment) => answerOf(await call(adapter, payment, parts), 'error'),
    ask: async (payment) => answerOf(await call(adapter, payment, parts), 'unknown'),
  }
}

function call(
  { url, secret, timeoutSeconds }: WebhookAdapter,
  payment: Payment,
  { clock, policy, resolve }: WebhookParts,
): Promise<Posted> {
  const body = paymentMessage(payment)
  const headers = {
    ...signedHeaders(payment.allocationId, body, { secret, at: clock.now() }),
    accept: 'application/json',
  }
  return post(url, { headers, body }, { policy, signal: AbortSignal.timeout(timeoutSeconds * 1000), resolve })
}

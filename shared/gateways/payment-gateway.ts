import type { Payment } from '../domain/payment.ts'
import type { GatewayAnswer } from '../domain/payment-result.ts'

/** The port to whatever moves the money. Neither call throws for what a gateway does or fails to do: that is an answer. */
export interface PaymentGateway {
  /**
   * Sends the payment for the first time. Only who wrote the allocation's edge → processing may call it, and only once:
   * `error` here may rest on nothing having been sent by this call.
   */
  pay(payment: Payment): Promise<GatewayAnswer>

  /**
   * Sends the very same payment again, with the same key: a gateway answers what became of it, and one that never got
   * it pays now. For every later time, and for a worker that cannot know whether an earlier one had sent it. That this
   * call could not be sent says nothing of earlier ones, so it is `unknown`; only the gateway itself can say `error`.
   */
  ask(payment: Payment): Promise<GatewayAnswer>
}

import type { Delivery } from '../../shared/domain/delivery.ts'
import { followUpAt } from '../../shared/domain/payment-follow-up.ts'
import { sendTo } from '../entry/sending.ts'
import type { DeliveryOrder } from './order.ts'

/** Twice is once. */
export const sendDeliveryOrder = (order: DeliveryOrder, afterSeconds = 0): Promise<void> =>
  sendTo('WEBHOOK_DELIVERIES_URL', order, afterSeconds)

export type SendDeliveryOrder = (order: DeliveryOrder, afterSeconds?: number) => Promise<unknown>

export const orderOf = (organizationId: string, delivery: Delivery): DeliveryOrder => ({
  kind: 'delivery',
  organizationId,
  webhookId: delivery.webhookId,
  eventId: delivery.eventId,
  occurredTime: delivery.occurredTime,
  version: delivery.version,
})

/** Has the next attempt made at its time; what lies beyond a message's reach the sweep orders. */
export async function sendNext(
  send: SendDeliveryOrder,
  organizationId: string,
  delivery: Delivery,
  now: Date,
): Promise<void> {
  if (delivery.nextAttemptTime === null) return
  const { delaySeconds } = followUpAt(delivery.nextAttemptTime, now)
  if (delaySeconds !== null) await send(orderOf(organizationId, delivery), delaySeconds)
}

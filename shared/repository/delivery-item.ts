import * as z from 'zod'
import { DELIVERY_STATUSES, type Delivery } from '../domain/delivery.ts'
import { followUpAt } from '../domain/payment-follow-up.ts'
import type { Item } from './client.ts'
import { orNull, withoutNulls } from './stored.ts'
import { openWebhookKey } from './webhook-keys.ts'

/** How long events and their deliveries are kept, and can be delivered again. */
export const DELIVERIES_KEPT_DAYS = 35

export const expiryOf = (createdTime: string): number =>
  Math.floor(Date.parse(createdTime) / 1000) + DELIVERIES_KEPT_DAYS * 86_400

const StoredDelivery = z.object({
  webhookId: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  occurredTime: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.array(
    z.object({
      number: z.int(),
      startedTime: z.string(),
      finishedTime: orNull(z.string()),
      statusCode: orNull(z.int()),
      error: orNull(z.string()),
    }),
  ),
  attemptCount: z.int(),
  earlierAttempts: z.int(),
  nextAttemptTime: orNull(z.string()),
  redeliveryId: orNull(z.string()),
  version: z.int(),
  createdTime: z.string(),
  updatedTime: z.string(),
})

export const deliveryFrom = (item: Item): Delivery => StoredDelivery.parse(item)

/** In the index `open` until nothing more is to be done for it. */
export const deliveryItem = (delivery: Delivery, now: Date): Item => ({
  ...withoutNulls(delivery),
  attempts: delivery.attempts.map(withoutNulls),
  type: 'webhook-delivery',
  expiresAt: expiryOf(delivery.createdTime),
  ...(delivery.nextAttemptTime !== null &&
    openWebhookKey(delivery.eventId, followUpAt(delivery.nextAttemptTime, now).dueTime)),
})

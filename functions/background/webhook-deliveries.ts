import { ATTEMPT_SECONDS } from '../delivering/call-webhook.ts'
import { deliver } from '../delivering/deliver.ts'
import type { DeliveringDesk } from '../delivering/delivering-desk.ts'
import { DeliveryOrder } from '../delivering/order.ts'
import { redeliver } from '../delivering/redeliver.ts'
import { sendDeliveryOrder } from '../delivering/sending-orders.ts'
import { outboundPolicy } from '../entry/outbound-policy.ts'
import { queueWorker } from '../entry/queue-worker.ts'

// Makes an attempt to bring one event to one webhook, or begins to bring it what happened before once more.
export const handler = queueWorker({
  duty: 'deliver to the webhook',
  message: DeliveryOrder,
  organizationOf: ({ organizationId }) => organizationId,
  deadLetters: 'WEBHOOK_DELIVERIES_DEAD_LETTERS_URL',

  perform(order, { table, clock }) {
    const desk: DeliveringDesk = {
      table,
      clock,
      send: sendDeliveryOrder,
      policy: outboundPolicy(),
      attemptSeconds: ATTEMPT_SECONDS,
    }
    return order.kind === 'delivery' ? deliver(desk, order) : redeliver(desk, order)
  },
})

import { listensTo, type ToldEvent } from '../../shared/contracts/event-filter.ts'
import { isKeptInformed } from '../../shared/domain/webhook.ts'
import { keepEvent, keepNewDelivery } from '../../shared/repository/deliveries.ts'
import type { DeliveringDesk } from './delivering-desk.ts'
import { webhooksFor } from './listening.ts'
import { sendNext } from './sending-orders.ts'

/**
 * Sees to it that every webhook which listens gets the event: its own delivery each, made once however often the event
 * is told, and attempted by itself, so that none waits for another.
 */
export async function tell(
  desk: Pick<DeliveringDesk, 'table' | 'clock' | 'send'>,
  event: ToldEvent,
  batch: object,
): Promise<void> {
  const table = desk.table()
  const listening = (await webhooksFor(table, batch)).filter(
    (webhook) => isKeptInformed(webhook) && listensTo(webhook, event),
  )
  if (listening.length === 0) return
  const now = desk.clock.now()
  const { id: eventId, eventType, occurredTime } = event.said
  const kept = { eventId, eventType, occurredTime, body: event.body }
  await keepEvent(table, kept, now)
  await Promise.all(
    listening.map(async (webhook) => {
      const delivery = await keepNewDelivery(table, webhook, kept, now)
      if (delivery.attemptCount === 0) await sendNext(desk.send, table.organization, delivery, now)
    }),
  )
}

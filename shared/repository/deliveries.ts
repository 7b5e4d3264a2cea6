import { type DeliveredEvent, type Delivery, newDelivery } from '../domain/delivery.ts'
import type { Webhook } from '../domain/webhook.ts'
import { deliveryFrom, deliveryItem, expiryOf } from './delivery-item.ts'
import { absent, is, stillIs } from './expressions.ts'
import type { OrganizationTable } from './organization-table.ts'
import { packed, unpacked } from './packed.ts'
import { getItem, getItems, keyText } from './read.ts'
import { failingSinceIn } from './webhook-health.ts'
import { type DeliveryPlace, deliveryKey, eventKey, openWebhookKey, webhookKey } from './webhook-keys.ts'
import { webhookFrom } from './webhooks.ts'
import { commit, stale, type Write } from './write.ts'

/** An event as it is kept for its webhooks: the bytes that each of them gets, at every attempt. */
export interface KeptEvent extends DeliveredEvent {
  readonly body: string
}

/** What was said first of an event stands. */
export const keepEvent = (table: OrganizationTable, event: KeptEvent, now: Date): Promise<unknown> =>
  commit(table, [
    {
      key: eventKey(table.organization, event.eventId),
      put: {
        type: 'webhook-event',
        eventType: event.eventType,
        occurredTime: event.occurredTime,
        body: packed(event.body),
        expiresAt: expiryOf(now.toISOString()),
      },
      when: [absent],
      otherwise: () => 'already-done',
    },
  ])

/** When the event happened; undefined where no webhook was told of it, or too long ago. */
export async function findEventTime(table: OrganizationTable, eventId: string): Promise<string | undefined> {
  const item = await getItem(table, eventKey(table.organization, eventId))
  return item && String(item.occurredTime)
}

/** The delivery of the event to this webhook, which is made once. */
export async function keepNewDelivery(
  table: OrganizationTable,
  webhook: Webhook,
  event: DeliveredEvent,
  now: Date,
): Promise<Delivery> {
  const delivery = newDelivery(webhook.id, event, now.toISOString())
  const outcome = await commit(table, [
    {
      key: deliveryKey(table.organization, delivery),
      put: deliveryItem(delivery, now),
      when: [absent],
      otherwise: () => 'already-done',
    },
  ])
  return outcome === 'done' ? delivery : ((await findDelivery(table, delivery)) ?? delivery)
}

export async function findDelivery(
  table: OrganizationTable,
  place: DeliveryPlace,
): Promise<Delivery | undefined> {
  const item = await getItem(table, deliveryKey(table.organization, place))
  return item && deliveryFrom(item)
}

/** A delivery with all that an attempt needs, read consistently. */
export interface DeliveryInHand {
  readonly delivery: Delivery
  /** Undefined once it was deleted. */
  readonly webhook: Webhook | undefined
  readonly failingSince: string | null
  /** Undefined once it has expired. */
  readonly body: string | undefined
}

export async function deliveryInHand(
  table: OrganizationTable,
  place: DeliveryPlace,
): Promise<DeliveryInHand | undefined> {
  const { organization } = table
  const keys = {
    delivery: deliveryKey(organization, place),
    webhook: webhookKey(organization, place.webhookId),
    event: eventKey(organization, place.eventId),
  }
  const items = await getItems(table, Object.values(keys))
  const delivery = items.get(keyText(keys.delivery))
  const webhook = items.get(keyText(keys.webhook))
  const event = items.get(keyText(keys.event))
  return (
    delivery && {
      delivery: deliveryFrom(delivery),
      webhook: webhook && webhookFrom(webhook),
      failingSince: webhook ? failingSinceIn(webhook) : null,
      body: event && String(unpacked(event.body)),
    }
  )
}

/** Whether the delivery took this step: of several who mean to take it one does. */
export async function takeStep(
  table: OrganizationTable,
  before: Delivery,
  after: Delivery,
  now: Date,
  alongside: readonly Write[] = [],
): Promise<boolean> {
  const write: Write = { ...deliveryChange(table, before, after, now), otherwise: () => 'already-done' }
  return (await commit(table, [write, ...alongside])) === 'done'
}

export const keepDelivery = (
  table: OrganizationTable,
  before: Delivery,
  after: Delivery,
  now: Date,
  alongside: readonly Write[] = [],
): Promise<unknown> => commit(table, [deliveryChange(table, before, after, now), ...alongside])

const deliveryChange = (table: OrganizationTable, before: Delivery, after: Delivery, now: Date): Write => ({
  key: deliveryKey(table.organization, before),
  put: deliveryItem(after, now),
  when: [is('version', before.version)],
  otherwise: stale,
})

/** Looked after again at that time, if nobody has moved it meanwhile. */
export const putOffDelivery = (
  table: OrganizationTable,
  place: DeliveryPlace,
  dueKey: string,
  dueTime: string,
): Promise<unknown> =>
  commit(table, [
    {
      key: deliveryKey(table.organization, place),
      update: { set: Object.entries(openWebhookKey(place.eventId, dueTime)) },
      when: [stillIs('dueKey', dueKey)],
      otherwise: () => 'already-done',
    },
  ])

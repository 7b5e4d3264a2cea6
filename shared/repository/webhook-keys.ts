import { type Key, openShard, organizationOf, shardOf } from './keys.ts'

/** How the keys of webhooks, and of what is on its way to them, look (design §5). */

export const webhookKey = (organization: string, webhook: string): Key => ({
  pk: `ORG#${organization}`,
  sk: `WEBHOOK#${webhook}`,
})

/** All webhooks, in one Query. */
export const webhookKeys = (organization: string) => ({ pk: `ORG#${organization}`, prefix: 'WEBHOOK#' })

export const webhookCountKey = (organization: string): Key => ({
  pk: `ORG#${organization}`,
  sk: 'WEBHOOKS',
})

/** What an event says: once, however many webhooks get it. */
export const eventKey = (organization: string, event: string): Key => ({
  pk: `ORG#${organization}#EVENT#${event}`,
  sk: 'META',
})

/** Where a delivery stands, which follows from its event. */
export interface DeliveryPlace {
  readonly webhookId: string
  readonly occurredTime: string
  readonly eventId: string
}

export const deliveryKey = (
  organization: string,
  { webhookId, occurredTime, eventId }: DeliveryPlace,
): Key => ({
  pk: webhookPartition(organization, webhookId),
  sk: `DELIVERY#${occurredTime}#${eventId}`,
})

/** A webhook's deliveries of what happened from one time to another, both included: `$` follows `#`. */
export const deliveriesBetween = (organization: string, webhook: string, from: string, to: string) => ({
  pk: webhookPartition(organization, webhook),
  from: `DELIVERY#${from}`,
  to: `DELIVERY#${to}$`,
})

export const redeliveryKey = (organization: string, webhook: string, redelivery: string): Key => ({
  pk: webhookPartition(organization, webhook),
  sk: `REDELIVERY#${redelivery}`,
})

/** How deliveries and redeliveries that are not at rest look in the index `open`; null takes the entry out. */
export const openWebhookKey = (id: string, due: string | null) => ({
  openKey: due === null ? null : openShard('webhook', shardOf(id)),
  dueKey: due === null ? null : `${due}#${id}`,
})

export type OpenWebhookWork =
  | ({ readonly kind: 'delivery'; readonly organization: string } & DeliveryPlace)
  | {
      readonly kind: 'redelivery'
      readonly organization: string
      readonly webhookId: string
      readonly redeliveryId: string
    }

/** What an entry of `open`, or a record of the stream, is about. */
export function webhookWorkOf(key: Key): OpenWebhookWork {
  const organization = organizationOf(key)
  const [, , lead, webhookId = ''] = key.pk.split('#')
  const [what, first = '', eventId = ''] = key.sk.split('#')
  if (lead === 'WEBHOOK' && what === 'DELIVERY')
    return { kind: 'delivery', organization, webhookId, occurredTime: first, eventId }
  if (lead === 'WEBHOOK' && what === 'REDELIVERY')
    return { kind: 'redelivery', organization, webhookId, redeliveryId: first }
  throw new Error(`Not the key of a delivery or a redelivery: ${key.pk} ${key.sk}`)
}

const webhookPartition = (organization: string, webhook: string): string =>
  `ORG#${organization}#WEBHOOK#${webhook}`

import * as z from 'zod'
import { DELIVERY_STATUSES, type Delivery } from '../domain/delivery.ts'
import type { Redelivery } from '../domain/redelivery.ts'
import { expected, id, isObject, links, refuse, time } from './fields.ts'
import type { LinkTo } from './links.ts'

/** A line of a webhook's log: an event, and every attempt to deliver it. */
export const DeliveryRepresentation = z.object({
  webhookId: id,
  eventId: id,
  eventType: z.string(),
  occurredTime: time,
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.array(
    z.object({
      number: z.int(),
      startedTime: time,
      /** Null while it is under way, and for ever where it was interrupted. */
      finishedTime: time.nullable(),
      statusCode: z.int().nullable(),
      error: z.string().nullable(),
    }),
  ),
  attemptCount: z.int(),
  nextAttemptTime: time.nullable(),
  createdTime: time,
  updatedTime: time,
  _links: links,
})

export const representDelivery = (
  { earlierAttempts, redeliveryId, version, ...delivery }: Delivery,
  linkTo: LinkTo,
): z.infer<typeof DeliveryRepresentation> => ({
  ...delivery,
  attempts: [...delivery.attempts],
  _links: [linkTo('webhook', `/webhooks/${delivery.webhookId}`)],
})

const moment = z.iso.datetime({ offset: true, ...expected('a time such as 2026-01-31T10:00:00Z') })

/** Body of POST /webhooks/{id}/redeliver: one event, or all that happened since a time. */
export const NewRedelivery = z.object({ eventId: id.nullish(), since: moment.nullish() }).superRefine(
  (body, context) => {
    const named = [body.eventId, body.since].filter((value) => value !== undefined && value !== null)
    if (named.length !== 1) refuse(context, [], 'must have either eventId or since')
  },
  { when: isObject },
)

export const RedeliveryRepresentation = z.object({
  id,
  webhookId: id,
  eventId: id.nullable(),
  since: time,
  until: time,
  createdTime: time,
  _links: links,
})

export const representRedelivery = (
  { onlyUndelivered, ...redelivery }: Redelivery,
  linkTo: LinkTo,
): z.infer<typeof RedeliveryRepresentation> => ({
  ...redelivery,
  _links: [
    linkTo('self', `/webhooks/${redelivery.webhookId}/deliveries`),
    linkTo('webhook', `/webhooks/${redelivery.webhookId}`),
  ],
})

import { DELIVERY_FIELDS, WEBHOOK_FIELDS } from '../../../shared/contracts/collections.ts'
import type { OperationNotes } from '../notes.ts'

export const WEBHOOK_NOTES = {
  GetWebhookCollection: {
    summary: 'List webhooks',
    description: 'Never behind a write. Their secrets are never answered.',
    refuses: ['invalid-query', 'invalid-filter'],
    collection: { fields: WEBHOOK_FIELDS },
  },
  PostWebhook: {
    summary: 'Register a webhook',
    description:
      'A URL that gets events as signed POSTs (Standard Webhooks): `webhook-id` is the event’s id and the same at every attempt. Any answer of 2xx within 10 seconds is a success; redirects are not followed. What fails is tried again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 20 h. An event may come twice or after a later one, never not at all. Without a `secret` one is made and shown in this answer alone.',
    refuses: ['webhook-limit'],
  },
  GetWebhook: {
    summary: 'Get a webhook',
    description:
      'One that answered 410, or took nothing for a whole round of retries, is `inactive` with `pausedTime` and `pauseReason`; what happens meanwhile is held for it.',
  },
  PutWebhook: {
    summary: 'Register or replace a webhook under your own id',
    description:
      'Replaces all that its owner says of it; what is left out becomes the default, but for the secret, which stays.',
    refuses: ['webhook-limit', 'changed-meanwhile'],
  },
  PatchWebhook: {
    summary: 'Change a webhook',
    description:
      'A merge patch (RFC 7396): what comes of it is judged as a PUT would be. `{"status": "active"}` takes up a paused one again: it gets what was held for it, and what failed.',
    refuses: ['changed-meanwhile'],
  },
  DeleteWebhook: {
    summary: 'Delete a webhook',
    description: 'It gets nothing any more, not even what is on its way.',
    refuses: ['changed-meanwhile'],
  },
  GetWebhookDeliveryCollection: {
    summary: 'List the deliveries of a webhook',
    description:
      'Every event that it was to get in the last 35 days, the latest first, with its latest 20 attempts. `held`: it waits until the webhook is active; `failed`: it waits for a redelivery.',
    refuses: ['invalid-query', 'invalid-filter'],
    collection: { fields: DELIVERY_FIELDS },
  },
  PostWebhookRedelivery: {
    summary: 'Deliver events again',
    description:
      'One event by its id, or all that happened since a time, also those that were delivered: each gets a round of retries of its own.',
    refuses: ['webhook-inactive'],
  },
} as const satisfies Readonly<Record<string, OperationNotes>>

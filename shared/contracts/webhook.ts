import * as z from 'zod'
import { EVENT_TYPES } from '../domain/event.ts'
import { PAUSE_REASONS, WEBHOOK_STATUSES, type Webhook, type WebhookAsk } from '../domain/webhook.ts'
import { PAYOUT_REQUEST_FIELDS } from './collections.ts'
import { expected, id, links, oneOf, outboundLink, text, time, uniqueList } from './fields.ts'
import { FILTER_LENGTH_LIMIT, readFilter } from './filter.ts'
import type { LinkTo } from './links.ts'

const filter = text(FILTER_LENGTH_LIMIT).superRefine((value, context) => {
  for (const message of readFilter(value, PAYOUT_REQUEST_FIELDS).problems)
    context.addIssue({ code: 'custom', message })
})

const SIGNING_PREFIX = 'whsec_'
const SIGNING_SECRET = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** A library would read other base64 otherwise than we do, or not at all. */
const secret = text(255)
  .min(24, 'must have at least 24 characters')
  .refine(
    (value) => !value.startsWith(SIGNING_PREFIX) || SIGNING_SECRET.test(value),
    'must be base64 behind whsec_',
  )

const shape = {
  url: outboundLink,
  eventsFilter: uniqueList(oneOf(EVENT_TYPES), EVENT_TYPES.length).nullish(),
  filter: filter.nullish(),
  status: oneOf(WEBHOOK_STATUSES).nullish(),
  secret: secret.nullish(),
  // Published, and the same for every webhook here: who asks for something else is told, not passed over.
  method: z.literal('POST', expected('POST')).nullish(),
  headers: z.array(z.never(), expected('an array')).max(0, 'must be empty').nullish(),
  body: z.null(expected('null: the event is sent as it is')).optional(),
}

/** Body of PUT /webhooks/{id}. Rebilly's credentialHash may stand in it and is not kept: messages are signed. */
export const WebhookBody = z.object(shape)

/** Body of POST /webhooks: the id may be the caller's. */
export const NewWebhook = z.object({ ...shape, id: id.nullish() })

/** Body of PATCH /webhooks/{id}: what it makes of the webhook is then judged as WebhookBody. */
export const WebhookPatch = z.object(shape).partial()

/** What the body asks for; the secret is the one that is there where it names none. */
export const webhookAsk = (body: z.infer<typeof WebhookBody>, secretElse: string): WebhookAsk => ({
  url: body.url,
  eventsFilter: body.eventsFilter ?? [],
  filter: body.filter?.trim() ? body.filter : null,
  status: body.status ?? 'active',
  secret: body.secret ?? secretElse,
})

export const WebhookRepresentation = z.object({
  id,
  url: z.string(),
  eventsFilter: z.array(z.enum(EVENT_TYPES)),
  filter: z.string().nullable(),
  status: z.enum(WEBHOOK_STATUSES),
  method: z.literal('POST'),
  headers: z.array(z.never()),
  /** Ours. Only in the answer to the call for which the desk made it. */
  secret: z.string().optional(),
  /** Ours: since when the desk has it inactive, and why. */
  pausedTime: time.nullable(),
  pauseReason: z.enum(PAUSE_REASONS).nullable(),
  createdTime: time,
  updatedTime: time,
  _links: links,
})

export const representWebhook = (
  webhook: Webhook,
  linkTo: LinkTo,
): z.infer<typeof WebhookRepresentation> => ({
  id: webhook.id,
  url: webhook.url,
  eventsFilter: EVENT_TYPES.filter((type) => webhook.eventsFilter.includes(type)),
  filter: webhook.filter,
  status: webhook.status,
  method: 'POST',
  headers: [],
  pausedTime: webhook.pause?.since ?? null,
  pauseReason: webhook.pause?.reason ?? null,
  createdTime: webhook.createdTime,
  updatedTime: webhook.updatedTime,
  _links: [
    linkTo('self', `/webhooks/${webhook.id}`),
    linkTo('deliveries', `/webhooks/${webhook.id}/deliveries`),
  ],
})

/** The body that a PUT would have to send for the webhook to be as it is, its secret included: what PATCH merges into. */
export const webhookBody = ({ url, eventsFilter, filter, status, secret }: Webhook) => ({
  url,
  eventsFilter: [...eventsFilter],
  filter,
  status,
  secret,
})

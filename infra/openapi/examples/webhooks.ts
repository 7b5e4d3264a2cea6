import type * as z from 'zod'
import type { DeliveryRepresentation, RedeliveryRepresentation } from '../../../shared/contracts/delivery.ts'
import type { NewWebhook, WebhookRepresentation } from '../../../shared/contracts/webhook.ts'
import { IDS, linkTo, TIME } from './ids.ts'

const told = {
  url: 'https://systems.example.org/payouts',
  eventsFilter: ['payout-request-fulfilled' as const, 'payout-request-canceled' as const],
  filter: 'currency:EUR;amount:100..',
}

export const WEBHOOK_BODY = {
  ...told,
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
} satisfies z.input<typeof NewWebhook>

export const WEBHOOK = {
  id: IDS.webhook,
  ...told,
  status: 'active',
  method: 'POST',
  headers: [],
  pausedTime: null,
  pauseReason: null,
  createdTime: TIME.configured,
  updatedTime: TIME.configured,
  _links: [
    linkTo('self', `/webhooks/${IDS.webhook}`),
    linkTo('deliveries', `/webhooks/${IDS.webhook}/deliveries`),
  ],
} satisfies z.input<typeof WebhookRepresentation>

export const DELIVERY = {
  webhookId: IDS.webhook,
  eventId: IDS.event,
  eventType: 'payout-request-fulfilled',
  occurredTime: TIME.allocated,
  status: 'delivered',
  attempts: [
    {
      number: 1,
      startedTime: '2026-03-02T12:00:03.870Z',
      finishedTime: '2026-03-02T12:00:13.875Z',
      statusCode: null,
      error: 'timeout',
    },
    {
      number: 2,
      startedTime: '2026-03-02T12:00:18.902Z',
      finishedTime: '2026-03-02T12:00:19.044Z',
      statusCode: 204,
      error: null,
    },
  ],
  attemptCount: 2,
  nextAttemptTime: null,
  createdTime: '2026-03-02T12:00:03.512Z',
  updatedTime: '2026-03-02T12:00:19.044Z',
  _links: [linkTo('webhook', `/webhooks/${IDS.webhook}`)],
} satisfies z.input<typeof DeliveryRepresentation>

export const REDELIVERY = {
  id: IDS.redelivery,
  webhookId: IDS.webhook,
  eventId: null,
  since: TIME.asked,
  until: TIME.looked,
  createdTime: TIME.looked,
  _links: [
    linkTo('self', `/webhooks/${IDS.webhook}/deliveries`),
    linkTo('webhook', `/webhooks/${IDS.webhook}`),
  ],
} satisfies z.input<typeof RedeliveryRepresentation>

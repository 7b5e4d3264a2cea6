/** A URL that is told of events as they happen (rules §5, api-reference §11). */

export const WEBHOOK_STATUSES = ['active', 'inactive'] as const

/** The receiver said that it is gone for good, or for a whole round of retries nothing got through. */
export const PAUSE_REASONS = ['gone', 'retries-exhausted'] as const

export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number]
export type PauseReason = (typeof PAUSE_REASONS)[number]

/** One Query reads them all for every event. */
export const WEBHOOKS_LIMIT = 20

export interface Webhook {
  readonly id: string
  readonly url: string
  /** Empty: every event. */
  readonly eventsFilter: readonly string[]
  /** Over the payout request that an event is about; null: every one. */
  readonly filter: string | null
  /** A paused one is inactive, too. */
  readonly status: WebhookStatus
  /** What its messages are signed with. */
  readonly secret: string
  /** Set by the desk; events are kept for it meanwhile. */
  readonly pause: Pause | null
  readonly version: number
  readonly createdTime: string
  readonly updatedTime: string
}

export interface Pause {
  readonly since: string
  readonly reason: PauseReason
}

/** Everything of a webhook that its owner says. */
export type WebhookAsk = Pick<Webhook, 'url' | 'eventsFilter' | 'filter' | 'status' | 'secret'>

export const registerWebhook = (id: string, ask: WebhookAsk, at: string): Webhook => ({
  ...ask,
  id,
  pause: null,
  version: 1,
  createdTime: at,
  updatedTime: at,
})

/** Whoever sets it active has made it work again, whatever it was paused for. */
export const replaceWebhook = (webhook: Webhook, ask: WebhookAsk, at: string): Webhook => ({
  ...webhook,
  ...ask,
  pause: ask.status === 'active' ? null : webhook.pause,
  version: webhook.version + 1,
  updatedTime: at,
})

export const paused = (webhook: Webhook, reason: PauseReason, at: string): Webhook => ({
  ...webhook,
  status: 'inactive',
  pause: { since: at, reason },
  version: webhook.version + 1,
  updatedTime: at,
})

/** What happens while it is paused is kept for it; while its owner has it inactive, nothing is. */
export const isKeptInformed = ({ status, pause }: Webhook): boolean => status === 'active' || pause !== null

export const wantsEvent = ({ eventsFilter }: Webhook, eventType: string): boolean =>
  eventsFilter.length === 0 || eventsFilter.includes(eventType)

/**
 * Since when events happened that this change of a webhook leaves to be made up for: all that it was ever to get. Null
 * when it was active before, or is not now.
 */
export function missedSince(before: Webhook, after: Webhook): string | null {
  if (before.status === 'active' || after.status !== 'active') return null
  return new Date(Date.parse(before.createdTime) - LATE_MILLISECONDS).toISOString()
}

/** What happened a day before it was registered may have been told after. */
const LATE_MILLISECONDS = 86_400_000

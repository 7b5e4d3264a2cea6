import type { AttemptOutcome, Delivery } from '../../shared/domain/delivery.ts'
import type { Webhook } from '../../shared/domain/webhook.ts'
import { post } from '../../shared/runtime/outbound/post.ts'
import { signedHeaders } from '../../shared/runtime/outbound/standard-webhooks.ts'
import type { DeliveringDesk } from './delivering-desk.ts'

/** An attempt that is written down and may be made. */
export interface Attempting {
  readonly delivery: Delivery
  readonly webhook: Webhook
  readonly body: string
}

/** A receiver that takes longer is not waited for: it should take the event in, and work on it afterwards. */
export const ATTEMPT_SECONDS = 10

/** One signed POST of the event. Its id stays the same at every attempt: the receiver's key against doing a thing twice. */
export async function callWebhook(
  { clock, policy, resolve, attemptSeconds }: DeliveringDesk,
  { delivery, webhook, body }: Attempting,
): Promise<AttemptOutcome> {
  const headers = signedHeaders(delivery.eventId, body, { secret: webhook.secret, at: clock.now() })
  const posted = await post(
    webhook.url,
    { headers: { ...headers, 'user-agent': 'payout-desk' }, body },
    { policy, resolve, signal: AbortSignal.timeout(attemptSeconds * 1000), ignoresBody: true },
  )
  return posted.kind === 'answered'
    ? { statusCode: posted.status, error: null }
    : { statusCode: null, error: posted.reason }
}

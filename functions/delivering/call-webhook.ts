import type { AttemptOutcome } from '../../shared/domain/delivery.ts'
import { post } from '../../shared/runtime/outbound/post.ts'
import { signedHeaders } from '../../shared/runtime/outbound/standard-webhooks.ts'
import type { Attempting, DeliveringDesk } from './deliver.ts'

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

import type * as z from 'zod'
import { representWebhook, type WebhookBody, webhookAsk } from '../../shared/contracts/webhook.ts'
import { registerWebhook } from '../../shared/domain/webhook.ts'
import { keepNewWebhook } from '../../shared/repository/webhooks.ts'
import { newSigningSecret } from '../../shared/runtime/secrets.ts'
import { type Answer, created } from '../entry/answers.ts'
import type { Call, Desk } from '../entry/api-operation.ts'
import { demandCallable } from '../entry/outbound-policy.ts'

/** What POST and PUT have in common. Where no secret is named one is made, and shown in this answer alone. */
export async function register(
  { linkTo, body }: Pick<Call<z.infer<typeof WebhookBody>>, 'linkTo' | 'body'>,
  { table, clock, remember }: Desk,
  id: string,
): Promise<Answer> {
  demandCallable(body.url, 'url')
  const made = newSigningSecret()
  const webhook = registerWebhook(id, webhookAsk(body, made), clock.now().toISOString())

  const secret = webhook.secret === made ? { secret: made } : {}
  const answer = created({ ...representWebhook(webhook, linkTo), ...secret }, webhook.version)
  await keepNewWebhook(table, webhook, remember(answer))
  return answer
}

import { representWebhook } from '../../shared/contracts/webhook.ts'
import { missedSince, replaceWebhook, type Webhook, type WebhookAsk } from '../../shared/domain/webhook.ts'
import { redeliveryWrite } from '../../shared/repository/redeliveries.ts'
import { webhookChange } from '../../shared/repository/webhooks.ts'
import { commit } from '../../shared/repository/write.ts'
import { type Answer, ok } from '../entry/answers.ts'
import type { Call, Desk } from '../entry/api-operation.ts'
import { demandCallable } from '../entry/outbound-policy.ts'

/** What PUT and PATCH have in common. One that is active again gets what it has not got while it was not. */
export async function changeWebhook(
  { linkTo }: Pick<Call<unknown>, 'linkTo'>,
  { table, clock, ids, remember }: Desk,
  before: Webhook,
  ask: WebhookAsk,
): Promise<Answer> {
  demandCallable(ask.url, 'url')
  const at = clock.now().toISOString()
  const webhook = replaceWebhook(before, ask, at)

  const answer = ok(representWebhook(webhook, linkTo), webhook.version)
  const since = missedSince(before, webhook)
  const missed = { id: ids.next('redelivery'), webhookId: webhook.id, eventId: null, onlyUndelivered: true }
  await commit(table, [
    webhookChange(table, before, webhook),
    ...(since === null ? [] : [redeliveryWrite(table, { ...missed, since, until: at, createdTime: at })]),
    ...remember(answer),
  ])
  return answer
}

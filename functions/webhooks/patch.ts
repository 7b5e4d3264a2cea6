import { mergePatch } from '../../shared/contracts/merge-patch.ts'
import {
  WebhookBody,
  WebhookPatch,
  WebhookRepresentation,
  webhookAsk,
  webhookBody,
} from '../../shared/contracts/webhook.ts'
import { theWebhook } from '../../shared/repository/webhooks.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandShape } from '../entry/body.ts'
import { changeWebhook } from './changing.ts'

// PATCH /webhooks/{id}
// Merges into what is there; `{"status": "active"}` takes up again what was paused.
export const handler = apiOperation({
  operationId: 'PatchWebhook',
  body: WebhookPatch,
  answers: { 200: WebhookRepresentation },

  async perform(call, desk) {
    const found = await theWebhook(desk.table, call.id)
    call.demandVersion(found.version)

    const whole = demandShape(WebhookBody, mergePatch(webhookBody(found), call.body))
    return changeWebhook(call, desk, found, webhookAsk(whole, found.secret))
  },
})

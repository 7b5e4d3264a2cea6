import { WebhookBody, WebhookRepresentation, webhookAsk } from '../../shared/contracts/webhook.ts'
import { findWebhook } from '../../shared/repository/webhooks.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandUsableId } from '../entry/own-id.ts'
import { changeWebhook } from './changing.ts'
import { register } from './registering.ts'

// PUT /webhooks/{id}
// Registers a webhook under the caller's own id, or replaces all that its owner says of it; a secret that is not named
// stays, since nobody can read it to send it back.
export const handler = apiOperation({
  operationId: 'PutWebhook',
  body: WebhookBody,
  answers: { 200: WebhookRepresentation, 201: WebhookRepresentation },

  async perform(call, desk) {
    demandUsableId(call.id)
    const found = await findWebhook(desk.table, call.id)
    call.demandVersion(found?.version)

    return found
      ? changeWebhook(call, desk, found, webhookAsk(call.body, found.secret))
      : register(call, desk, call.id)
  },
})

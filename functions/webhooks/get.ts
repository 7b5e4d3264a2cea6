import { representWebhook, WebhookRepresentation } from '../../shared/contracts/webhook.ts'
import { theWebhook } from '../../shared/repository/webhooks.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /webhooks/{id}
export const handler = apiOperation({
  operationId: 'GetWebhook',
  answers: { 200: WebhookRepresentation },

  async perform({ id, linkTo }, { table }) {
    const webhook = await theWebhook(table, id)
    return ok(representWebhook(webhook, linkTo), webhook.version)
  },
})

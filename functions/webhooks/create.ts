import { NewWebhook, WebhookRepresentation } from '../../shared/contracts/webhook.ts'
import { refuseInvalid } from '../../shared/domain/refusal.ts'
import { findWebhook } from '../../shared/repository/webhooks.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { register } from './registering.ts'

// POST /webhooks
export const handler = apiOperation({
  operationId: 'PostWebhook',
  body: NewWebhook,
  answers: { 201: WebhookRepresentation },

  async perform(call, desk) {
    const { id } = call.body
    const taken = id && (await findWebhook(desk.table, id))
    refuseInvalid(taken ? [{ field: 'id', message: 'is taken: PUT replaces what is there' }] : [])

    return register(call, desk, id ?? desk.ids.next('hook'))
  },
})

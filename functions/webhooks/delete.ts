import { deleteWebhook, theWebhook } from '../../shared/repository/webhooks.ts'
import { noContent } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// DELETE /webhooks/{id}
// It gets nothing any more, not even what is on its way.
export const handler = apiOperation({
  operationId: 'DeleteWebhook',
  answers: {},

  async perform({ id, demandVersion }, { table, remember }) {
    const webhook = await theWebhook(table, id)
    demandVersion(webhook.version)

    const answer = noContent()
    await deleteWebhook(table, webhook, remember(answer))
    return answer
  },
})

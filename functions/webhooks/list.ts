import * as z from 'zod'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { searchFor } from '../../shared/contracts/collection-search.ts'
import { WEBHOOK_FIELDS } from '../../shared/contracts/collections.ts'
import { representWebhook, WebhookRepresentation } from '../../shared/contracts/webhook.ts'
import type { Webhook } from '../../shared/domain/webhook.ts'
import { pageOf } from '../../shared/repository/listing.ts'
import { webhooksOf } from '../../shared/repository/webhooks.ts'
import { page } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

const fields = WEBHOOK_FIELDS

// GET /webhooks
// One Query reads them all: the list does not lag.
export const handler = apiOperation({
  operationId: 'GetWebhookCollection',
  answers: { 200: z.array(WebhookRepresentation) },

  async perform({ event, linkTo }, { table }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields })

    const valueOf = (webhook: Webhook, field: keyof typeof fields) =>
      field === 'pauseReason' ? webhook.pause?.reason : webhook[field]
    const found = pageOf(await webhooksOf(table), searchFor(query, { fields, valueOf, unlisted: [] }))

    const shown = found.things.map((webhook) => representWebhook(webhook, linkTo))
    return page(shown, { ...query, ...found })
  },
})

import * as z from 'zod'
import { pageOfWhole } from '../../shared/contracts/collection-page.ts'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { DELIVERY_FIELDS } from '../../shared/contracts/collections.ts'
import { DeliveryRepresentation, representDelivery } from '../../shared/contracts/delivery.ts'
import { timeSpan } from '../../shared/contracts/filter-bounds.ts'
import type { Delivery } from '../../shared/domain/delivery.ts'
import { keptSince, newestDeliveries } from '../../shared/repository/delivery-log.ts'
import { theWebhook } from '../../shared/repository/webhooks.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { fittingPage } from '../entry/fitting.ts'

const fields = DELIVERY_FIELDS

// GET /webhooks/{id}/deliveries
// The webhook's log: every event that it was to get, and what came of each attempt; the latest event first.
export const handler = apiOperation({
  operationId: 'GetWebhookDeliveryCollection',
  answers: { 200: z.array(DeliveryRepresentation) },

  async perform({ id, event, linkTo }, { table, clock }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields })
    await theWebhook(table, id)
    const { from, to } = timeSpan(query.filter, 'occurredTime')
    const span = { since: keptSince(clock.now(), from), until: to ?? LAST_TIME }
    const { deliveries, totalRelation } = await newestDeliveries(table, id, span)

    const valueOf = (delivery: Delivery, field: keyof typeof fields) => delivery[field]
    const found = pageOfWhole(deliveries, query, { fields, valueOf })

    const shown = found.things.map((delivery) => representDelivery(delivery, linkTo))
    return fittingPage(shown, { ...found, totalRelation })
  },
})

const LAST_TIME = '9999'

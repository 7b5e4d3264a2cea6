import * as z from 'zod'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { searchFor } from '../../shared/contracts/collection-search.ts'
import { DELIVERY_FIELDS } from '../../shared/contracts/collections.ts'
import { DeliveryRepresentation, representDelivery } from '../../shared/contracts/delivery.ts'
import { timeSpan } from '../../shared/contracts/filter-bounds.ts'
import type { Delivery } from '../../shared/domain/delivery.ts'
import { keptSince, newestDeliveries } from '../../shared/repository/delivery-log.ts'
import { pageOf } from '../../shared/repository/listing.ts'
import { theWebhook } from '../../shared/repository/webhooks.ts'
import { page } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { fitting } from '../entry/fitting.ts'

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
    const search = searchFor(query, { fields, valueOf, unlisted: [] })
    const isAsked = event.multiValueQueryStringParameters?.['sort'] !== undefined
    const order = isAsked ? search.order : byOccurrence
    const found = pageOf(
      deliveries.map((delivery) => ({ ...delivery, id: delivery.eventId })),
      { ...search, order },
    )

    const shown = fitting(found.things.map(({ id, ...delivery }) => representDelivery(delivery, linkTo)))
    const limit = shown.length < found.things.length ? shown.length : query.limit
    return page(shown, { ...found, totalRelation, offset: query.offset, limit })
  },
})

const LAST_TIME = '9999'

const byOccurrence = (one: Delivery, other: Delivery): number =>
  one.occurredTime === other.occurredTime ? 0 : one.occurredTime < other.occurredTime ? 1 : -1

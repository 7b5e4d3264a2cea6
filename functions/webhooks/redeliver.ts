import type * as z from 'zod'
import {
  NewRedelivery,
  RedeliveryRepresentation,
  representRedelivery,
} from '../../shared/contracts/delivery.ts'
import type { Redelivery } from '../../shared/domain/redelivery.ts'
import { Refusal, refuseInvalid } from '../../shared/domain/refusal.ts'
import { findDelivery, findEventTime } from '../../shared/repository/deliveries.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { redeliveryWrite } from '../../shared/repository/redeliveries.ts'
import { theWebhook, webhookUnchanged } from '../../shared/repository/webhooks.ts'
import { commit } from '../../shared/repository/write.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// POST /webhooks/{id}/redeliver
// Has one event delivered again, or all that happened since a time: each with a round of retries of its own.
export const handler = apiOperation({
  operationId: 'PostWebhookRedelivery',
  body: NewRedelivery,
  answers: { 201: RedeliveryRepresentation },

  async perform({ id, body, linkTo }, { table, clock, ids, remember }) {
    const webhook = await theWebhook(table, id)
    const at = clock.now().toISOString()
    const span = await spanOf(table, id, body, at)
    if (webhook.status !== 'active')
      throw new Refusal('webhook-inactive', {
        detail: 'Set its status to active first: then it also gets what was held for it.',
      })

    const redelivery: Redelivery = {
      id: ids.next('redelivery'),
      webhookId: id,
      eventId: body.eventId ?? null,
      ...span,
      onlyUndelivered: false,
      createdTime: at,
    }

    const answer = created(representRedelivery(redelivery, linkTo), 1)
    await commit(table, [
      webhookUnchanged(table, webhook),
      redeliveryWrite(table, redelivery),
      ...remember(answer),
    ])
    return answer
  },
})

async function spanOf(
  table: OrganizationTable,
  webhookId: string,
  { eventId, since }: z.infer<typeof NewRedelivery>,
  at: string,
): Promise<{ readonly since: string; readonly until: string }> {
  if (!eventId) {
    const from = new Date(since ?? at).toISOString()
    refuseInvalid(
      from <= at ? [] : [{ field: 'since', message: 'lies in the future: name a time that has come' }],
    )
    return { since: from, until: at }
  }
  const occurredTime = await findEventTime(table, eventId)
  const found = occurredTime && (await findDelivery(table, { webhookId, occurredTime, eventId }))
  refuseInvalid(found ? [] : [{ field: 'eventId', message: 'is no event that this webhook was to get' }])
  return { since: occurredTime ?? at, until: occurredTime ?? at }
}

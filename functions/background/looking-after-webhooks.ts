import { overdueAgain } from '../../shared/domain/payment-follow-up.ts'
import { findDelivery, putOffDelivery } from '../../shared/repository/deliveries.ts'
import type { DueEntry } from '../../shared/repository/open-work.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { putOffRedelivery } from '../../shared/repository/redeliveries.ts'
import { webhookWorkOf } from '../../shared/repository/webhook-keys.ts'
import { orderOf, type SendDeliveryOrder, sendDeliveryOrder } from '../delivering/sending-orders.ts'

/**
 * Orders the attempt whose time lies beyond what a message may wait, or whose order was lost, and goes on with a
 * redelivery that nobody goes on with. First the order, then its next time: whoever stops between the two sends it
 * twice, not never.
 */
export async function lookAfterWebhook(
  table: OrganizationTable,
  entry: DueEntry,
  now: Date,
  send: SendDeliveryOrder = sendDeliveryOrder,
): Promise<void> {
  const work = webhookWorkOf(entry)
  const { organization: organizationId, webhookId } = work
  if (work.kind === 'redelivery') {
    await send({ kind: 'redelivery', organizationId, webhookId, redeliveryId: work.redeliveryId })
    return void (await putOffRedelivery(table, work, entry.dueKey, overdueAgain(now)))
  }
  const delivery = await findDelivery(table, work)
  if (delivery?.status !== 'pending') return
  await send(orderOf(organizationId, delivery))
  await putOffDelivery(table, work, entry.dueKey, overdueAgain(now))
}

import { overdueAgain } from '../../shared/domain/payment-follow-up.ts'
import type { DueEntry } from '../../shared/repository/open-work.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { openPaymentOf } from '../../shared/repository/payment-keys.ts'
import { putOff } from '../../shared/repository/payments.ts'
import type { PaymentOrder } from '../paying/order.ts'
import { sendOrder } from '../paying/sending-orders.ts'

type Send = (order: PaymentOrder) => Promise<unknown>

/**
 * Sends an order again that nobody has acted on in time, or whose time lies beyond what a message may wait. First the
 * order, then its next time: whoever stops between the two sends it twice, not never.
 */
export async function lookAfterPayment(
  table: OrganizationTable,
  entry: DueEntry,
  now: Date,
  send: Send = sendOrder,
): Promise<void> {
  const { organization, allocationId, dueKey, ...place } = openPaymentOf(entry)
  await send({ organizationId: organization, allocationId })
  await putOff(table, { id: allocationId, ...place }, dueKey, overdueAgain(now))
}

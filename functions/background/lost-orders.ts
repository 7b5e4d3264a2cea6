import { locateAllocation } from '../../shared/domain/identifiers.ts'
import { overdueAgain } from '../../shared/domain/payment-follow-up.ts'
import type { Table } from '../../shared/repository/client.ts'
import { duePayments } from '../../shared/repository/open-work.ts'
import type { OpenPayment } from '../../shared/repository/payment-keys.ts'
import { putOff } from '../../shared/repository/payments.ts'
import { log } from '../../shared/runtime/log.ts'
import type { PaymentOrder } from '../paying/order.ts'
import { sendOrder } from '../paying/sending-orders.ts'

/** Orders sent side by side. */
const ORDERS_AT_ONCE = 25

/** More than a stream or a queue could lose in a minute; the next sweep goes on. */
const ORDERS_LIMIT = 2_500

type Send = (order: PaymentOrder) => Promise<unknown>

/** Sends the orders again that nobody has acted on in time, and those whose time lies beyond what a message may wait. */
export async function resendOrders(table: Table, now: Date, send: Send = sendOrder): Promise<void> {
  let sent = 0
  for await (const payments of duePayments(table, now, ORDERS_AT_ONCE)) {
    await Promise.all(payments.map((payment) => resend(table, payment, { now, send })))
    sent += payments.length
    if (sent >= ORDERS_LIMIT) break
  }
  if (sent > 0) log.info('Orders of payments were sent again', { sent })
}

/** First the order, then its next time: whoever stops between the two sends it twice, not never. */
async function resend(
  table: Table,
  { organization, allocationId, dueKey }: OpenPayment,
  { now, send }: { readonly now: Date; readonly send: Send },
): Promise<void> {
  const place = locateAllocation(allocationId)
  if (!place) throw new Error(`Not the id of an allocation: ${allocationId}`)
  await send({ organizationId: organization, allocationId })
  await putOff({ ...table, organization }, { id: allocationId, ...place }, dueKey, overdueAgain(now))
}

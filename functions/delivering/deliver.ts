import {
  abandoned,
  attempted,
  type Delivery,
  held,
  putOff,
  waitSeconds,
} from '../../shared/domain/delivery.ts'
import { type DeliveryInHand, deliveryInHand, takeStep } from '../../shared/repository/deliveries.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { beginTrial } from '../../shared/repository/webhook-health.ts'
import { webhookUnchanged } from '../../shared/repository/webhooks.ts'
import { untilFresh } from '../entry/until-fresh.ts'
import { type Attempting, callWebhook } from './call-webhook.ts'
import { conclude } from './conclude.ts'
import type { DeliveringDesk } from './delivering-desk.ts'
import type { DeliveryOrder } from './order.ts'
import { sendNext } from './sending-orders.ts'

type Ordered = Extract<DeliveryOrder, { kind: 'delivery' }>

/**
 * Makes the attempt that the order asks for, if nobody else has: whoever writes it down makes it, once. A worker that
 * dies in between leaves it without an end, and the sweep has the next one made.
 */
export async function deliver(desk: DeliveringDesk, order: Ordered): Promise<void> {
  const table = desk.table()
  const attempting = await untilFresh(table.patience, () => begin(desk, table, order))
  if (!attempting) return
  const outcome = await callWebhook(desk, attempting)
  await conclude(desk, attempting.delivery, outcome)
}

async function begin(
  desk: DeliveringDesk,
  table: OrganizationTable,
  order: Ordered,
): Promise<Attempting | undefined> {
  const found = await deliveryInHand(table, order)
  if (found?.delivery.status !== 'pending' || found.delivery.version !== order.version) return undefined
  const { delivery, webhook, body } = found
  const now = desk.clock.now()
  const hindered = await hindrance(table, found, now)
  if (hindered) {
    const restsOn = webhook ? [webhookUnchanged(table, webhook)] : []
    const isTaken = await takeStep(table, delivery, hindered, now, restsOn)
    if (isTaken) await sendNext(desk.send, table.organization, hindered, now)
    return undefined
  }
  if (!webhook || body === undefined) return undefined
  const begun = attempted(delivery, now.toISOString())
  return (await takeStep(table, delivery, begun, now)) ? { delivery: begun, webhook, body } : undefined
}

/** What becomes of a delivery that may not be attempted now; undefined when it may. */
async function hindrance(
  table: OrganizationTable,
  { delivery, webhook, failingSince, body }: DeliveryInHand,
  now: Date,
): Promise<Delivery | undefined> {
  const at = now.toISOString()
  if (webhook?.status !== 'active') return held(delivery, at)
  if (body === undefined) return abandoned(delivery, at)
  if (failingSince === null || (await beginTrial(table, webhook.id, now))) return undefined
  // Spread, or all that were put off together would come back together.
  return putOff(delivery, waitSeconds(failingSince, now) * (0.5 + Math.random()), at)
}

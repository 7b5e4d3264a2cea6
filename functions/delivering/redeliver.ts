import type { Delivery } from '../../shared/domain/delivery.ts'
import { redelivered } from '../../shared/domain/delivery.ts'
import { type Redelivery, redelivers } from '../../shared/domain/redelivery.ts'
import { findDelivery, keepDelivery } from '../../shared/repository/deliveries.ts'
import { deliveriesIn } from '../../shared/repository/delivery-log.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { endRedelivery, findRedelivery, keepProgress } from '../../shared/repository/redeliveries.ts'
import { untilFresh } from '../entry/until-fresh.ts'
import type { DeliveringDesk } from './delivering-desk.ts'
import type { DeliveryOrder } from './order.ts'
import { sendNext } from './sending-orders.ts'

type Ordered = Extract<DeliveryOrder, { kind: 'redelivery' }>

/** So much is done by one message; then another goes on, and a worker never runs out of its time. */
const STRETCH = { pageSize: 100, pages: 10 }

/** Begins a new round of every delivery that is to be made again: each once, whoever comes how often. */
export async function redeliver(
  desk: DeliveringDesk,
  order: Ordered,
  { pageSize, pages }: typeof STRETCH = STRETCH,
): Promise<void> {
  const table = desk.table()
  const redelivery = await findRedelivery(table, order)
  if (!redelivery) return
  let done = 0
  for await (const page of deliveriesIn(table, redelivery.webhookId, redelivery, { pageSize })) {
    if (done === pages) return void (await desk.send(order))
    await Promise.all(page.map((delivery) => beginRound(desk, redelivery, delivery)))
    await keepProgress(table, redelivery, page.at(-1)?.occurredTime ?? redelivery.since)
    done += 1
  }
  await endRedelivery(table, redelivery)
}

async function beginRound(desk: DeliveringDesk, redelivery: Redelivery, delivery: Delivery): Promise<void> {
  if (!redelivers(redelivery, delivery)) return
  const table = desk.table()
  const now = desk.clock.now()
  const begun = await untilFresh(table.patience, () => keepRound(table, redelivery, delivery, now))
  if (begun) await sendNext(desk.send, table.organization, begun, now)
}

async function keepRound(
  table: OrganizationTable,
  redelivery: Redelivery,
  place: Delivery,
  now: Date,
): Promise<Delivery | undefined> {
  const delivery = await findDelivery(table, place)
  if (!delivery || !redelivers(redelivery, delivery)) return undefined
  const begun = redelivered(delivery, redelivery.id, now.toISOString())
  await keepDelivery(table, delivery, begun, now)
  return begun
}

import {
  type AttemptOutcome,
  concluded,
  type Delivery,
  isAccepted,
  pauseReason,
} from '../../shared/domain/delivery.ts'
import { paused } from '../../shared/domain/webhook.ts'
import { type DeliveryInHand, deliveryInHand, keepDelivery } from '../../shared/repository/deliveries.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { endTrial, noteFailing, noteWorking } from '../../shared/repository/webhook-health.ts'
import { webhookChange } from '../../shared/repository/webhooks.ts'
import type { Write } from '../../shared/repository/write.ts'
import { log } from '../../shared/runtime/log.ts'
import { untilFresh } from '../entry/until-fresh.ts'
import type { DeliveringDesk } from './delivering-desk.ts'
import { sendNext } from './sending-orders.ts'

/** Keeps what came of an attempt, and has the next one made in its time (rules §5). */
export async function conclude(
  desk: DeliveringDesk,
  attempt: Delivery,
  outcome: AttemptOutcome,
): Promise<void> {
  const table = desk.table()
  const now = desk.clock.now()
  const after = await untilFresh(table.patience, async () => {
    const found = await deliveryInHand(table, attempt)
    if (!found) return undefined
    await noteHealth(table, found, outcome, now.toISOString())
    return keep(table, found, { number: attempt.attemptCount, outcome }, now)
  })
  if (after) await sendNext(desk.send, table.organization, after, now)
}

async function keep(
  table: OrganizationTable,
  found: DeliveryInHand,
  { number, outcome }: { readonly number: number; readonly outcome: AttemptOutcome },
  now: Date,
): Promise<Delivery> {
  const at = now.toISOString()
  const { delivery, webhook } = found
  const after = concluded(delivery, number, outcome, at)
  const isGivenUp = after.status === 'failed' && delivery.status === 'pending'
  const reason = isGivenUp ? pauseReason(after, outcome, found.failingSince) : undefined
  const pause: Write[] =
    reason && webhook?.status === 'active' ? [webhookChange(table, webhook, paused(webhook, reason, at))] : []
  await keepDelivery(table, delivery, after, now, pause)
  if (isGivenUp)
    log.warn('An event was given up', {
      organization: table.organization,
      webhookId: delivery.webhookId,
      eventId: delivery.eventId,
      ...outcome,
      paused: pause.length > 0,
    })
  return after
}

async function noteHealth(
  table: OrganizationTable,
  { delivery: { webhookId }, failingSince }: DeliveryInHand,
  outcome: AttemptOutcome,
  at: string,
): Promise<void> {
  if (isAccepted(outcome)) {
    if (failingSince !== null) await noteWorking(table, webhookId)
  } else await (failingSince === null ? noteFailing(table, webhookId, at) : endTrial(table, webhookId))
}

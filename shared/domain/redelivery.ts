import type { Delivery, DeliveryStatus } from './delivery.ts'

/** Events that a webhook is to get again, one or all of a time: it takes as many writes as there are. */
export interface Redelivery {
  readonly id: string
  readonly webhookId: string
  /** Null: every event. */
  readonly eventId: string | null
  /** Of when the events happened; both included. */
  readonly since: string
  readonly until: string
  /** Leaves alone what was delivered, or is about to be. */
  readonly onlyUndelivered: boolean
  readonly createdTime: string
}

const UNDELIVERED: readonly DeliveryStatus[] = ['held', 'failed']

/** Whether it is to begin a new round of this delivery; not when it already has. */
export const redelivers = (
  { id, eventId, since, until, onlyUndelivered }: Redelivery,
  { occurredTime, status, redeliveryId, ...delivery }: Delivery,
): boolean =>
  (eventId === null || eventId === delivery.eventId) &&
  occurredTime >= since &&
  occurredTime <= until &&
  redeliveryId !== id &&
  (!onlyUndelivered || UNDELIVERED.includes(status))

import type { PauseReason } from './webhook.ts'

/** One event on its way to one webhook, and every attempt to bring it there. */

/** `held` waits until its webhook is active again; `failed` until somebody has it delivered again. */
export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed', 'held'] as const

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

/** Rules §5: how long after an attempt that failed the next one is made. */
export const RETRY_DELAYS_SECONDS: readonly number[] = [5, 300, 1800, 7200, 18_000, 36_000, 72_000]

/** From the first attempt of a round to its last. */
export const RETRIES_SECONDS = RETRY_DELAYS_SECONDS.reduce((sum, seconds) => sum + seconds, 0)

/** The latest of a delivery's attempts, over all its rounds. */
export const ATTEMPTS_KEPT_LIMIT = 20

export interface Delivery {
  readonly webhookId: string
  readonly eventId: string
  readonly eventType: string
  readonly occurredTime: string
  readonly status: DeliveryStatus
  /** Oldest first. */
  readonly attempts: readonly Attempt[]
  readonly attemptCount: number
  /** How many attempts there had been when this round of retries began. */
  readonly earlierAttempts: number
  /** Null when none is to come. */
  readonly nextAttemptTime: string | null
  /** The redelivery that began this round, so that none begins two. */
  readonly redeliveryId: string | null
  readonly version: number
  readonly createdTime: string
  readonly updatedTime: string
}

export interface Attempt {
  /** 1 is the first. */
  readonly number: number
  readonly startedTime: string
  /** Null while it is under way, and for ever where it was interrupted: then the receiver may have had the event. */
  readonly finishedTime: string | null
  /** Of the answer, if there was one. */
  readonly statusCode: number | null
  /** Why there was none. */
  readonly error: string | null
}

/** What came of an attempt. */
export type AttemptOutcome = Pick<Attempt, 'statusCode' | 'error'>

export type DeliveredEvent = Pick<Delivery, 'eventId' | 'eventType' | 'occurredTime'>

export const newDelivery = (webhookId: string, event: DeliveredEvent, at: string): Delivery => ({
  webhookId,
  eventId: event.eventId,
  eventType: event.eventType,
  occurredTime: event.occurredTime,
  status: 'pending',
  attempts: [],
  attemptCount: 0,
  earlierAttempts: 0,
  nextAttemptTime: at,
  redeliveryId: null,
  version: 1,
  createdTime: at,
  updatedTime: at,
})

/** An attempt is written down before it is made. */
export function attempted(delivery: Delivery, at: string): Delivery {
  const number = delivery.attemptCount + 1
  const attempt: Attempt = { number, startedTime: at, finishedTime: null, statusCode: null, error: null }
  const attempts = [...delivery.attempts, attempt].slice(-ATTEMPTS_KEPT_LIMIT)
  const nextAttemptTime = later(at, INTERRUPTED_SECONDS)
  return changed(delivery, { attempts, attemptCount: number, nextAttemptTime }, at)
}

/** An attempt that has not ended by then was interrupted, and the next one is made. */
const INTERRUPTED_SECONDS = 120

/** What the end of an attempt makes of its delivery; of one that began a new round meanwhile it is only noted. */
export function concluded(delivery: Delivery, number: number, outcome: AttemptOutcome, at: string): Delivery {
  const attempts = delivery.attempts.map((attempt) =>
    attempt.number === number ? { ...attempt, ...outcome, finishedTime: at } : attempt,
  )
  const isOfThisRound = number === delivery.attemptCount && number > delivery.earlierAttempts
  if (delivery.status !== 'pending' || !isOfThisRound) return changed(delivery, { attempts }, at)
  if (isAccepted(outcome))
    return changed(delivery, { attempts, status: 'delivered', nextAttemptTime: null }, at)
  const delaySeconds = isGone(outcome)
    ? undefined
    : RETRY_DELAYS_SECONDS[number - delivery.earlierAttempts - 1]
  if (delaySeconds === undefined)
    return changed(delivery, { attempts, status: 'failed', nextAttemptTime: null }, at)
  return changed(delivery, { attempts, nextAttemptTime: later(at, delaySeconds) }, at)
}

/** Any answer of 2xx; a redirect is not followed and no success. */
export const isAccepted = ({ statusCode }: AttemptOutcome): boolean =>
  statusCode !== null && statusCode >= 200 && statusCode <= 299

/** Standard Webhooks: the receiver wants nothing of this webhook any more. */
export const isGone = ({ statusCode }: AttemptOutcome): boolean => statusCode === 410

/** Nobody is called while this lasts: its webhook is not active, or is being tried with another delivery. */
export const putOff = (delivery: Delivery, seconds: number, at: string): Delivery =>
  changed(delivery, { nextAttemptTime: later(at, seconds) }, at)

export const held = (delivery: Delivery, at: string): Delivery =>
  changed(delivery, { status: 'held', nextAttemptTime: null }, at)

/** Given up without a further attempt. */
export const abandoned = (delivery: Delivery, at: string): Delivery =>
  changed(delivery, { status: 'failed', nextAttemptTime: null }, at)

/** A round of its own, with every retry, whatever came of the ones before. */
export const redelivered = (delivery: Delivery, redeliveryId: string, at: string): Delivery =>
  changed(
    delivery,
    { status: 'pending', earlierAttempts: delivery.attemptCount, nextAttemptTime: at, redeliveryId },
    at,
  )

/**
 * Why a webhook is to be paused after this: it is gone, or a round of retries has ended while nothing at all got
 * through. One event that the receiver will not have, among others that it takes, fails alone.
 */
export function pauseReason(
  delivery: Delivery,
  outcome: AttemptOutcome,
  failingSince: string | null,
): PauseReason | undefined {
  if (delivery.status !== 'failed') return undefined
  if (isGone(outcome)) return 'gone'
  const first = delivery.attempts.find(
    ({ number, finishedTime }) => number > delivery.earlierAttempts && finishedTime !== null,
  )
  if (failingSince === null || !first?.finishedTime) return undefined
  return failingSince <= first.finishedTime ? 'retries-exhausted' : undefined
}

/**
 * How long a delivery leaves a receiver alone that fails and is being tried with another one: the longer it has been
 * failing, the longer, so that thousands of them do not ask all the time.
 */
export const waitSeconds = (failingSince: string, now: Date): number =>
  Math.min(WAIT_SECONDS_LIMIT, Math.max(5, (now.getTime() - Date.parse(failingSince)) / 4000))

const WAIT_SECONDS_LIMIT = 600

const later = (time: string, seconds: number): string =>
  new Date(Date.parse(time) + seconds * 1000).toISOString()

const changed = (delivery: Delivery, fields: Partial<Delivery>, at: string): Delivery => ({
  ...delivery,
  ...fields,
  version: delivery.version + 1,
  updatedTime: at,
})

import type { Allocation } from './allocation.ts'
import { nextAskingTime } from './asking-again.ts'

/** Who looks after a payment that is not at rest, and when: a delayed message where it reaches, else the sweeper. */

/** A message of SQS may wait so long. */
export const MESSAGE_DELAY_SECONDS_LIMIT = 900

/** After this the sweeper takes the order of a queued allocation for lost, or its queue for long, and sends it again. */
const QUEUED_SECONDS = 300

/** A worker's message comes again by itself when the worker has died; after this that one is lost, too. */
const SENDING_SECONDS = 600

/** How long the sweeper leaves a question to the message that is on its way. */
const MESSAGE_LATE_SECONDS = 120

/** When the sweeper is to send the order of this allocation again; null when there is nothing to look after. */
export function overdueTime({ status, transactionStatus, updatedTime }: Allocation): string | null {
  if (status === 'queued') return after(updatedTime, QUEUED_SECONDS)
  return status === 'processing' && transactionStatus === 'sending'
    ? after(updatedTime, SENDING_SECONDS)
    : null
}

/** When an order that was sent again is sent once more. */
export const overdueAgain = (now: Date): string => after(now.toISOString(), SENDING_SECONDS)

export interface FollowUp {
  /** Null: too far off for a message. */
  readonly delaySeconds: number | null
  readonly dueTime: string
}

/** How a payment with an unknown result is asked about again (rules §5). */
export const followUp = (sentTime: string, now: Date): FollowUp =>
  followUpAt(nextAskingTime(sentTime, now), now)

/** How something is done at its time. */
export function followUpAt(time: string, now: Date): FollowUp {
  const delaySeconds = Math.max(0, Math.ceil((Date.parse(time) - now.getTime()) / 1000))
  return delaySeconds <= MESSAGE_DELAY_SECONDS_LIMIT
    ? { delaySeconds, dueTime: after(time, MESSAGE_LATE_SECONDS) }
    : { delaySeconds: null, dueTime: time }
}

const after = (time: string, seconds: number): string =>
  new Date(Date.parse(time) + seconds * 1000).toISOString()

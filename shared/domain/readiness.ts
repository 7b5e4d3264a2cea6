import type { PayoutRequest } from './payout-request.ts'
import { changeRequest, type Stamp } from './payout-request-changes.ts'
import type { ReadinessSettings } from './website.ts'

/** When requests that wait become ready by themselves (rules §7.4): once a day, those that have waited long enough. */

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** The first time of that day's hour after an instant: `HH:MM[:SS]` with optional offset, without one UTC. */
export function nextDaily(time: string, after: Date): Date {
  const startOfDay = Math.floor(after.getTime() / DAY) * DAY
  const today = startOfDay + timeOfDayInUtc(time)
  return new Date(today > after.getTime() ? today : today + DAY)
}

/** When a website's requests are looked at next; null where nothing becomes ready by itself. */
export const nextReadinessTime = (
  { automaticReadinessEnabled, automaticReadinessTime }: Omit<ReadinessSettings, LastExecuted>,
  after: Date,
): string | null =>
  automaticReadinessEnabled && automaticReadinessTime !== null
    ? nextDaily(automaticReadinessTime, after).toISOString()
    : null

type LastExecuted = 'automaticReadinessLastExecutedAt'

/**
 * Since when a request must have been waiting to become ready now; null where none does. Judged by the last time of
 * day, not by the sweep that comes to it some time later, and once for days that were missed.
 */
export function waitingSinceToBeReady(
  { automaticReadinessEnabled, automaticReadinessTime, pendingPeriodHours }: ReadinessSettings,
  now: Date,
): string | null {
  if (!automaticReadinessEnabled || automaticReadinessTime === null || pendingPeriodHours === null)
    return null
  const lastTime = nextDaily(automaticReadinessTime, now).getTime() - DAY
  return new Date(lastTime - pendingPeriodHours * HOUR).toISOString()
}

/** Ready, if it has been pending since then and nobody blocks it; else as it is. */
export const readyIfWaiting = (request: PayoutRequest, since: string, stamp: Stamp): PayoutRequest =>
  request.pendingSince !== null && request.pendingSince <= since && !request.blocked
    ? changeRequest(request, { status: 'ready' }, stamp)
    : request

/** Milliseconds from the start of a UTC day to that time on it. */
function timeOfDayInUtc(time: string): number {
  const {
    hours,
    minutes,
    seconds = '0',
    sign,
    offsetHours = '0',
    offsetMinutes = '0',
  } = TIME_OF_DAY.exec(time)?.groups ?? {}
  if (hours === undefined) throw new RangeError(`Not a time of day: ${time}`)
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1)
  const sinceMidnight = Number(hours) * 3600 + (Number(minutes) - offset) * 60 + Number(seconds)
  return (((sinceMidnight * 1000) % DAY) + DAY) % DAY
}

const TIME_OF_DAY =
  /^(?<hours>\d\d):(?<minutes>\d\d)(?::(?<seconds>\d\d))?(?:Z|(?<sign>[+-])(?<offsetHours>\d\d):(?<offsetMinutes>\d\d))?$/

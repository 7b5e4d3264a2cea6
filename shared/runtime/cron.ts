import { Cron } from 'croner'
import type { CronTimes } from '../domain/schedule-expression.ts'

/**
 * Six fields as EventBridge reads them. A local time that does not exist is due when the clock has jumped over it; one
 * that exists twice is due the first time only, but where the hours are not named, each hour has its turn.
 */
export const cronTimes: CronTimes = ({ fields, timeZone }, after) =>
  new Cron(`0 ${fields}`, { ...AS_EVENTBRIDGE, timezone: timeZone }).nextRun(after)

const AS_EVENTBRIDGE = { mode: '7-part', sloppyRanges: true, alternativeWeekdays: true } as const

/** Null for fields that cannot be read, that are never due after an instant, or in a zone that nobody knows. */
export function cronTimesOrNull(...[cron, after]: Parameters<CronTimes>): Date | null {
  try {
    return cronTimes(cron, after)
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return null
    throw error
  }
}

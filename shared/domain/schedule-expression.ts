/** When a schedule is due, in EventBridge's words: `rate(5 minutes)` or `cron(0 6 ? * MON-FRI *)`. */
export interface Timing {
  readonly expression: string
  /** An IANA name; a rate does not look at it. */
  readonly timeZone: string
  /** A rate counts from here. */
  readonly createdTime: string
}

/** The first time after an instant at which these six fields hold in that zone; null when they never do again. */
export type CronTimes = (cron: { fields: string; timeZone: string }, after: Date) => Date | null

/** The first time after an instant at which it is due; null when it never is again. */
export function nextTime({ expression, timeZone, createdTime }: Timing, after: Date, cronTimes: CronTimes) {
  const every = rateOf(expression)
  if (every === undefined) return cronTimes({ fields: cronFieldsOf(expression), timeZone }, after)
  const periods = Math.floor((after.getTime() - Date.parse(createdTime)) / every) + 1
  return new Date(Date.parse(createdTime) + Math.max(1, periods) * every)
}

/** Whether it looks like one; the fields of a cron are judged by whoever reckons with them. */
export const isScheduleExpression = (text: string): boolean => RATE.test(text) || CRON.test(text)

/** EventBridge asks for the singular with 1, and with 1 only. */
const RATE = /^rate\((?:1 (?:minute|hour|day)|(?:[2-9]|[1-9]\d{1,4}) (?:minute|hour|day)s)\)$/

/** Minutes, hours, day of month, month, day of week, year; one of the days says nothing, by `?`. */
const CRON =
  /^cron\([\d,*/-]+ [\d,*/-]+ (?:\? [\dA-Z,*/-]+ [1-7A-Z,*/#-]+|[\d,*/LW-]+ [\dA-Z,*/-]+ \?) [\d,*/-]+\)$/

const UNIT_MILLISECONDS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
}

function rateOf(expression: string): number | undefined {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? []
  return count === undefined ? undefined : Number(count) * (UNIT_MILLISECONDS[unit] ?? Number.NaN)
}

const cronFieldsOf = (expression: string): string => expression.slice('cron('.length, -1)

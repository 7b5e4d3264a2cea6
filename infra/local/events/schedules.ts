import { Cron } from 'croner'
import type { JsonObject } from '../json.ts'
import type { Place } from '../template/identities.ts'
import type { RuleDescription } from '../template/rules.ts'
import { envelope } from './bus.ts'

export interface Schedules {
  /** Lets a rule happen now. */
  trigger(ruleName: string): void
  stop(): void
}

export interface SchedulesParts {
  readonly rules: readonly RuleDescription[]
  readonly place: Place
  /** False: only `trigger` makes them happen. */
  readonly running: boolean
  readonly send: (rule: RuleDescription, event: JsonObject) => void
}

export function startSchedules({ rules, place, running, send }: SchedulesParts): Schedules {
  const scheduled = rules.flatMap((rule) =>
    rule.schedule === undefined ? [] : [{ rule, schedule: rule.schedule }],
  )
  const happen = (rule: RuleDescription) =>
    send(
      rule,
      envelope(place, { source: 'aws.events', detailType: 'Scheduled Event', resources: [rule.arn] }),
    )
  const stops = scheduled.map(({ rule, schedule }) => start(schedule, running, () => happen(rule)))
  return {
    trigger(ruleName) {
      const found = scheduled.find(({ rule }) => rule.name === ruleName)
      if (found === undefined) throw new Error(`There is no schedule ${ruleName}`)
      happen(found.rule)
    },
    stop: () => stops.forEach((stop) => stop()),
  }
}

/** `rate(5 minutes)` or `cron(minutes hours day month weekday year)`, in UTC. */
function start(schedule: string, running: boolean, happen: () => void): () => void {
  const [, every, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? []
  if (every !== undefined) {
    if (!running) return () => {}
    const timer = setInterval(happen, Number(every) * (UNIT_MS[unit] ?? 0))
    return () => clearInterval(timer)
  }
  const fields = /^cron\((.+)\)$/.exec(schedule)?.[1]
  if (fields === undefined) throw new Error(`The local stack does not know the schedule ${schedule}`)
  const job = new Cron(`0 ${fields}`, { ...AS_EVENTBRIDGE, paused: !running }, happen)
  return () => job.stop()
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

const AS_EVENTBRIDGE = {
  mode: '7-part',
  sloppyRanges: true,
  alternativeWeekdays: true,
  timezone: 'UTC',
} as const

import { parseBatchSelection } from '../../shared/contracts/batch-selection.ts'
import { refuseInvalid } from '../../shared/domain/refusal.ts'
import type { Schedule, ScheduleAsk } from '../../shared/domain/schedule.ts'
import { nextTime } from '../../shared/domain/schedule-expression.ts'
import { cronTimesOrNull } from '../../shared/runtime/cron.ts'

/** Refuses a filter that selects by nothing, and an expression whose time never comes, where that is new. */
export function demandMeaning(ask: ScheduleAsk, now: Date, before?: Schedule): void {
  parseBatchSelection(ask.filter)
  const isAsBefore =
    ask.expression === before?.expression &&
    ask.timeZone === before.timeZone &&
    (ask.status === before.status || ask.status === 'paused')
  if (isAsBefore) return
  const comes = nextTime({ ...ask, createdTime: now.toISOString() }, now, cronTimesOrNull)
  refuseInvalid(
    comes ? [] : [{ field: 'expression', message: 'cannot be read by EventBridge, or is never due again' }],
  )
}

import {
  hourOf,
  type PeriodCap,
  type PeriodWindow,
  type ReservationPlace,
  type Take,
} from '../../domain/period-window.ts'
import { afterRun, isSameWindow, type PartTakes, reserve } from '../../domain/window-reservation.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { windowFrom } from '../window-item.ts'
import { windowsOf, windowWrite } from '../windows.ts'
import { attemptAll } from '../write.ts'

/** Windows as a chunk last saw them: what it writes is seen as well, so that its next part need not read them again. */
export type SeenWindows = PeriodWindow[]

/**
 * Reserves what a part's transaction is about to take, window by window. `too-little`: others took what the decision
 * counted on. `run-over`: every member is settled and nothing may be reserved any more.
 */
export async function reserveTakes(
  table: OrganizationTable,
  place: ReservationPlace,
  takes: readonly Take[],
  { windows, committed }: { readonly windows: SeenWindows; readonly committed: PartTakes },
): Promise<'reserved' | 'too-little' | 'run-over'> {
  for (const take of takes) {
    const i = windows.findIndex((window) => isSameWindow(window, take))
    const seen = windows[i]
    if (!seen) throw new Error('A part takes of a window that was not read.')
    const { kind, window } = await reserveTake(table, place, take, seen, committed)
    windows[i] = window
    if (kind !== 'reserved') return kind
  }
  return 'reserved'
}

/** Whoever was faster is answered with the window as it is now: each new try means that another got something done. */
async function reserveTake(
  table: OrganizationTable,
  place: ReservationPlace,
  take: Take,
  seen: PeriodWindow,
  committed: PartTakes,
): Promise<{ readonly kind: 'reserved' | 'too-little' | 'run-over'; readonly window: PeriodWindow }> {
  for (let window = seen; ; ) {
    const reserving = reserve(window, place, take, committed)
    if (reserving.kind !== 'raise') return { kind: reserving.kind, window }
    window = await tryWindow(table, window, reserving.window, take.hour)
  }
}

/** When every member of a run has its outcome: gives back what was reserved and not taken, and fences off latecomers. */
export async function endReservations(
  table: OrganizationTable,
  runId: string,
  caps: readonly PeriodCap[],
  takes: PartTakes,
  at: string,
): Promise<void> {
  const hour = hourOf(at)
  const end = async (seen: PeriodWindow): Promise<void> => {
    const ended = afterRun(seen, runId, takes, hour)
    if (ended !== seen) await end(await tryWindow(table, seen, ended, hour))
  }
  await Promise.all((await windowsOf(table, caps)).map(end))
}

/** The window as it is after the try, whosever write it shows. */
async function tryWindow(
  table: OrganizationTable,
  before: PeriodWindow,
  after: PeriodWindow,
  hour: string,
): Promise<PeriodWindow> {
  const write = windowWrite(table, before, after, hour)
  const attempt = await attemptAll(table, [write])
  return windowFrom(before, attempt.applied ? write.put : attempt.refused[0]?.found)
}

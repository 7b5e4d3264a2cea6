import * as z from 'zod'
import type { Hour, PeriodCap, PeriodWindow } from '../domain/period-window.ts'
import type { Item } from './client.ts'
import { minor } from './stored.ts'

/**
 * How a rolling window lies in its item. What each hour has taken is an attribute of its own, so that giving some of
 * it back is an `ADD` that needs no look at the rest; all else is written whole, if the version is as it was seen.
 */
const StoredWindow = z.looseObject({
  version: z.int(),
  reservations: z.array(
    z.object({
      runId: z.string(),
      chunk: z.int(),
      part: z.int(),
      hour: z.string(),
      amountMinor: minor,
    }),
  ),
  endedRuns: z.record(z.string(), z.string()),
})

const TAKEN = 'taken-'

export const takenAttribute = (hour: Hour): string => `${TAKEN}${hour}`

export function windowFrom(cap: PeriodCap, item: Item | undefined): PeriodWindow {
  if (!item) return { ...cap, takenMinor: new Map(), reservations: [], endedRuns: new Map(), version: null }
  const { version, reservations, endedRuns, ...others } = StoredWindow.parse(item)
  return {
    ...cap,
    version,
    reservations,
    endedRuns: new Map(Object.entries(endedRuns)),
    takenMinor: new Map(
      Object.entries(others)
        .filter(([name]) => name.startsWith(TAKEN))
        .map(([name, amount]) => [name.slice(TAKEN.length), minor.parse(amount)]),
    ),
  }
}

export const windowItem = ({ reservations, endedRuns, takenMinor }: PeriodWindow): Item => ({
  type: 'window',
  reservations,
  endedRuns: Object.fromEntries(endedRuns),
  ...Object.fromEntries([...takenMinor].map(([hour, amount]) => [takenAttribute(hour), amount])),
})

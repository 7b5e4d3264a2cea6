import type { Allocation } from './allocation.ts'
import type { Minor } from './money.ts'
import {
  type Hour,
  hourOf,
  leftMinor,
  type PeriodWindow,
  type Reservation,
  type ReservationPlace,
  type Take,
  type WindowId,
  withTaken,
} from './period-window.ts'

/**
 * How a run takes of the windows that its parts share with other chunks and runs. A part reserves before its
 * transaction; tries of it that run beside each other raise one reservation to what the hungriest needs, so that
 * whichever commits is covered. A reservation comes down to what was taken once its part is committed.
 */

/** What the parts of a run are known to have taken; a part that is not named is not committed yet. */
export type PartTakes = ReadonlyMap<string, readonly Take[]>

export const partName = ({ chunk, part }: Pick<ReservationPlace, 'chunk' | 'part'>): string =>
  `${chunk}#${part}`

/** What these allocations take of the windows that they count in, hour by hour. */
export function takesOf(allocations: readonly Allocation[]): Take[] {
  const takes = new Map<string, Take>()
  for (const { gatewayAccountId, currency, capSince, createdTime, amountMinor } of allocations) {
    if (capSince === null) continue
    const hour = hourOf(createdTime)
    const place = `${gatewayAccountId} ${currency} ${capSince} ${hour}`
    const before = takes.get(place)?.amountMinor ?? 0n
    takes.set(place, {
      gatewayAccountId,
      currency,
      since: capSince,
      hour,
      amountMinor: before + amountMinor,
    })
  }
  return [...takes.values()]
}

export type Reserving =
  | { readonly kind: 'reserved' | 'too-little' | 'run-over' }
  | { readonly kind: 'raise'; readonly window: PeriodWindow }

/** What comes of asking for so much of a window: it is reserved already, or the window has to become this one. */
export function reserve(
  before: PeriodWindow,
  place: ReservationPlace,
  { amountMinor, hour }: Pick<Take, 'amountMinor' | 'hour'>,
  committed: PartTakes,
): Reserving {
  if (before.endedRuns.has(place.runId)) return { kind: 'run-over' }
  const window = broughtDown(before, place.runId, committed)
  const isMine = (one: Reservation) => isAt(one, place) && one.hour === hour
  const more = amountMinor - (window.reservations.find(isMine)?.amountMinor ?? 0n)
  if (more <= 0n) return { kind: 'reserved' }
  if (more > leftMinor(window, hour)) return { kind: 'too-little' }
  const reservations = [...window.reservations.filter((one) => !isMine(one)), { ...place, hour, amountMinor }]
  return { kind: 'raise', window: { ...withTaken(window, hour, more), reservations } }
}

/** What this part and those behind it may take: what is left, and what they have reserved in this hour already. */
export function leftForParts(
  before: PeriodWindow,
  { runId, chunk, part }: ReservationPlace,
  hour: Hour,
  committed: PartTakes,
): Minor {
  const window = broughtDown(before, runId, committed)
  const own = window.reservations.filter(
    (one) => one.runId === runId && one.chunk === chunk && one.part >= part && one.hour === hour,
  )
  const freed = own.reduce((given, one) => withTaken(given, hour, -one.amountMinor), window)
  return leftMinor(freed, hour)
}

/**
 * The window after all parts of a run, of which every reservation is for one: what they did not take is given back,
 * nothing stays reserved, and nobody who is still about reserves for this run again. The window itself when that has
 * been done.
 */
export function afterRun(before: PeriodWindow, runId: string, takes: PartTakes, now: Hour): PeriodWindow {
  if (before.endedRuns.has(runId)) return before
  const window = broughtDown(before, runId, takes)
  return {
    ...window,
    reservations: window.reservations.filter((one) => one.runId !== runId),
    endedRuns: new Map(window.endedRuns).set(runId, now),
  }
}

/** Reservations of committed parts come down to what these took; nothing is reserved where nothing was taken. */
function broughtDown(window: PeriodWindow, runId: string, committed: PartTakes): PeriodWindow {
  let after = window
  const reservations = window.reservations.flatMap((one): Reservation[] => {
    const takes = one.runId === runId ? committed.get(partName(one)) : undefined
    if (!takes) return [one]
    const amountMinor = takenOf(takes, window, one.hour)
    after = withTaken(after, one.hour, amountMinor - one.amountMinor)
    return amountMinor === 0n ? [] : [{ ...one, amountMinor }]
  })
  return { ...after, reservations }
}

const takenOf = (takes: readonly Take[], window: WindowId, hour: Hour): Minor =>
  takes.find((take) => take.hour === hour && isSameWindow(take, window))?.amountMinor ?? 0n

export const isSameWindow = (one: WindowId, other: WindowId): boolean =>
  one.gatewayAccountId === other.gatewayAccountId &&
  one.currency === other.currency &&
  one.since === other.since

const isAt = (one: ReservationPlace, other: ReservationPlace): boolean =>
  one.runId === other.runId && one.chunk === other.chunk && one.part === other.part

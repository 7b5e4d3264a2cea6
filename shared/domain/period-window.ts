import type { PeriodLeft } from './auto-allocation/decision.ts'
import type { Currency } from './currency.ts'
import type { PayoutGateway } from './gateway-account.ts'
import type { Minor } from './money.ts'

/** An hour in UTC, as `2026-11-21T12`: hours compare as text. */
export type Hour = string

/** A window belongs to one setting of one cap: the cap that is set anew starts another (rules §4.5). */
export interface WindowId {
  readonly gatewayAccountId: string
  readonly currency: Currency
  /** The version of the account that set the cap. */
  readonly since: number
}

/** What automatic allocations have taken of a cap, hour by hour, and what runs under way have reserved. */
export interface PeriodWindow extends WindowId {
  /** As the reader knows the cap: a run knows it as it was when the run began. */
  readonly capMinor: Minor
  /** What is reserved counts as taken. */
  readonly takenMinor: ReadonlyMap<Hour, Minor>
  readonly reservations: readonly Reservation[]
  /** When which runs ended: they reserve nothing more. */
  readonly endedRuns: ReadonlyMap<string, Hour>
  /** Null before anything was taken. */
  readonly version: number | null
}

/** Which transaction of a run this is for: whichever of its tries commits, at most this is taken of the hour. */
export interface Reservation extends ReservationPlace {
  readonly hour: Hour
  readonly amountMinor: Minor
}

export interface ReservationPlace {
  readonly runId: string
  readonly chunk: number
  readonly part: number
}

/** What the allocations of one transaction take of one window. */
export interface Take extends WindowId {
  readonly hour: Hour
  readonly amountMinor: Minor
}

export type PeriodCap = WindowId & Pick<PeriodWindow, 'capMinor'>

/** The caps that bound automatic allocations in these currencies. */
export const capsOf = (gateways: readonly PayoutGateway[], currencies: ReadonlySet<Currency>): PeriodCap[] =>
  gateways.flatMap(({ id, payoutLimits }) =>
    (payoutLimits?.maxPerPeriod ?? [])
      .filter(({ currency }) => currencies.has(currency))
      .map(({ currency, since, amountMinor }) => ({
        gatewayAccountId: id,
        currency,
        since,
        capMinor: amountMinor,
      })),
  )

export const hourOf = (time: string): Hour => time.slice(0, '2026-11-21T12'.length)

export const hoursBefore = (hour: Hour, hours: number): Hour =>
  hourOf(new Date(Date.parse(`${hour}:00:00Z`) - hours * MILLISECONDS_PER_HOUR).toISOString())

const MILLISECONDS_PER_HOUR = 3_600_000

/** Rules §4.5: the current and the 24 previous hours count, 24 to 25 hours: that errs towards less. */
const COUNTED_HOURS_BEFORE = 24

export const stillCounts = (hour: Hour, now: Hour): boolean => hour >= hoursBefore(now, COUNTED_HOURS_BEFORE)

/** What may still be taken. An hour that by this clock has not begun counts: whoever took it has a faster one. */
export function leftMinor({ capMinor, takenMinor }: PeriodWindow, now: Hour): Minor {
  let left = capMinor
  for (const [hour, taken] of takenMinor) if (stillCounts(hour, now)) left -= taken
  return left > 0n ? left : 0n
}

/** What these windows leave, in each currency by account. */
export const periodLeftBy = (
  windows: readonly PeriodWindow[],
  leftOf: (window: PeriodWindow) => Minor,
): Map<Currency, PeriodLeft> =>
  new Map(
    [...Map.groupBy(windows, ({ currency }) => currency)].map(([currency, group]) => [
      currency,
      new Map(group.map((window) => [window.gatewayAccountId, leftOf(window)])),
    ]),
  )

export const withTaken = (window: PeriodWindow, hour: Hour, amountMinor: Minor): PeriodWindow => ({
  ...window,
  takenMinor: new Map(window.takenMinor).set(hour, (window.takenMinor.get(hour) ?? 0n) + amountMinor),
})

/** Long after any clock has ceased to count an hour, so that nobody gives back to one that is gone. */
const KEPT_HOURS_BEFORE = 48

export function withoutPast(window: PeriodWindow, now: Hour): PeriodWindow {
  const first = hoursBefore(now, KEPT_HOURS_BEFORE)
  return {
    ...window,
    takenMinor: new Map([...window.takenMinor].filter(([hour, taken]) => hour >= first && taken !== 0n)),
    reservations: window.reservations.filter(({ hour }) => hour >= first),
    endedRuns: new Map([...window.endedRuns].filter(([, hour]) => hour >= first)),
  }
}

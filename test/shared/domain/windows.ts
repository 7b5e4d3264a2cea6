import type { Hour, PeriodWindow, Reservation, Take } from '../../../shared/domain/period-window.ts'

/** Windows of one cap of 100, for tests of what is reckoned with them. */

export const NOW = '2026-11-21T12'

export const windowWith = ({
  taken = {},
  reservations = [],
  ended = {},
}: {
  readonly taken?: Readonly<Record<Hour, bigint>>
  readonly reservations?: readonly Reservation[]
  readonly ended?: Readonly<Record<string, Hour>>
}): PeriodWindow => ({
  gatewayAccountId: 'gw',
  currency: 'EUR',
  since: 1,
  capMinor: 100n,
  takenMinor: new Map(Object.entries(taken)),
  reservations,
  endedRuns: new Map(Object.entries(ended)),
  version: 7,
})

export const take = (amountMinor: bigint, fields: Partial<Take> = {}): Take => ({
  gatewayAccountId: 'gw',
  currency: 'EUR',
  since: 1,
  hour: NOW,
  amountMinor,
  ...fields,
})

export const reservation = (
  part: number,
  amountMinor: bigint,
  fields: Partial<Reservation> = {},
): Reservation => ({ runId: 'run', chunk: 0, part, hour: NOW, amountMinor, ...fields })

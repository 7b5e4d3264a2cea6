import type { SetAside } from '../domain/allocate.ts'
import type { AutoAllocation } from '../domain/auto-allocate.ts'
import type { CustomerProfile } from '../domain/customer.ts'
import type { PayoutRequest } from '../domain/payout-request.ts'
import type { PeriodWindow } from '../domain/period-window.ts'
import { isSameWindow, takesOf } from '../domain/window-reservation.ts'
import { numberedSetAsideWrites } from './allocations.ts'
import { changeExposures } from './exposures.ts'
import { openings, openingsOf } from './openings.ts'
import type { OrganizationTable } from './organization-table.ts'
import { takeFromWindow } from './windows.ts'
import { commit, type Write } from './write.ts'

/** What an automatic allocation of one request was decided on, as it was read. */
export interface DecidedOn {
  readonly request: PayoutRequest
  readonly customer: CustomerProfile
  readonly windows: readonly PeriodWindow[]
}

/** Keeps it, all legs or none, if what it was decided on still holds: `stale` when not. */
export const addAutoAllocation = (
  table: OrganizationTable,
  { request, customer, windows }: DecidedOn,
  decided: AutoAllocation,
  alongside: readonly Write[],
): Promise<unknown> =>
  commit(table, [
    ...numberedSetAsideWrites(table, request, decided, []),
    changeExposures(table, customer, openings(openingsOf(decided.decision, decided))),
    ...takingWrites(table, windows, decided),
    ...alongside,
  ])

/** One call's legs are no run: what they take of a window is taken with them, without a reservation. */
export const takingWrites = (
  table: OrganizationTable,
  windows: readonly PeriodWindow[],
  { request, allocations }: SetAside,
): Write[] =>
  takesOf(allocations).map((take) => {
    const window = windows.find((one) => isSameWindow(one, take))
    if (!window) throw new Error('A leg takes of a window that was not read.')
    return takeFromWindow(table, window, take.amountMinor, request.updatedTime)
  })

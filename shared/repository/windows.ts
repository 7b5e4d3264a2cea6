import type { Allocation } from '../domain/allocation.ts'
import type { Minor } from '../domain/money.ts'
import {
  type Hour,
  hourOf,
  type PeriodCap,
  type PeriodWindow,
  stillCounts,
  type WindowId,
  withoutPast,
  withTaken,
} from '../domain/period-window.ts'
import { takesOf } from '../domain/window-reservation.ts'
import type { Item } from './client.ts'
import { absent, is } from './expressions.ts'
import { windowKey } from './gateway-keys.ts'
import type { Key } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItems, keyText } from './read.ts'
import { takenAttribute, windowFrom, windowItem } from './window-item.ts'
import { stale, type Write } from './write.ts'

/** The windows of these caps; a cap that nothing was taken of has an empty one. */
export async function windowsOf(
  table: OrganizationTable,
  caps: readonly PeriodCap[],
): Promise<PeriodWindow[]> {
  if (caps.length === 0) return []
  const items = await getItems(
    table,
    caps.map((cap) => windowKeyOf(table, cap)),
  )
  return caps.map((cap) => windowFrom(cap, items.get(keyText(windowKeyOf(table, cap)))))
}

/** Takes an amount that the window, as it was read, has left. */
export const takeFromWindow = (
  table: OrganizationTable,
  window: PeriodWindow,
  amountMinor: Minor,
  at: string,
): Write => windowWrite(table, window, withTaken(window, hourOf(at), amountMinor), hourOf(at))

/** What allocations that were canceled, declined or failed just now took, while the hours they were made in count (rules §4.5). */
export function giveBackWrites(table: OrganizationTable, ended: readonly Allocation[]): Write[] {
  const takes = takesOf(
    ended.filter(({ createdTime, updatedTime }) => stillCounts(hourOf(createdTime), hourOf(updatedTime))),
  )
  const byWindow = Map.groupBy(takes, (take) => keyText(windowKeyOf(table, take)))
  return [...byWindow.values()].flatMap((group): Write[] => {
    const [first] = group
    if (!first) return []
    const add = group.map(({ hour, amountMinor }) => [takenAttribute(hour), -amountMinor] as const)
    return [{ key: windowKeyOf(table, first), update: { add: [...add, ['version', 1]] } }]
  })
}

/** The window becomes the other, if it is as it was read. */
export const windowWrite = (
  table: OrganizationTable,
  before: PeriodWindow,
  after: PeriodWindow,
  now: Hour,
): Write & { readonly put: Item } => ({
  key: windowKeyOf(table, before),
  put: {
    ...windowItem(withoutPast(after, now)),
    version: (before.version ?? 0) + 1,
    expiresAt: Math.floor(Date.parse(`${now}:00:00Z`) / 1000) + KEPT_SECONDS,
  },
  when: [before.version === null ? absent : is('version', before.version)],
  otherwise: stale,
})

/** After its last use; longer than any hour in it counts. */
const KEPT_SECONDS = 4 * 24 * 60 * 60

export const windowKeyOf = (table: OrganizationTable, { gatewayAccountId, currency, since }: WindowId): Key =>
  windowKey(table.organization, gatewayAccountId, currency, since)

import type { Allocation } from '../domain/allocation.ts'
import { headroomFor, isUncovered, needsCover } from '../domain/cover.ts'
import { exposuresFrom } from './exposures.ts'
import { exposureKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItems, keyText } from './read.ts'

/** The ids of those that are uncovered now; where none needs cover, nothing is asked. */
export async function uncoveredAmong(
  table: OrganizationTable,
  allocations: readonly Allocation[],
): Promise<ReadonlySet<string>> {
  const needing = allocations.filter(needsCover)
  if (needing.length === 0) return new Set()
  const keyOf = ({ customerId, currency }: Allocation) =>
    exposureKey(table.organization, customerId, currency)
  const keys = new Map(needing.map(keyOf).map((key) => [keyText(key), key]))
  const items = await getItems(table, [...keys.values()])
  const profiles = new Map([...items].map(([key, item]) => [key, { exposures: exposuresFrom(item) }]))
  const uncovered = needing.filter((allocation) => {
    const customer = profiles.get(keyText(keyOf(allocation)))
    return customer !== undefined && isUncovered(allocation, headroomFor(allocation, customer))
  })
  return new Set(uncovered.map(({ id }) => id))
}

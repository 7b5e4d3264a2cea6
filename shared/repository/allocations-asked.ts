import { isWellFormedId, locateAllocation } from '../domain/identifiers.ts'
import type { Asked } from '../domain/queueing.ts'
import { allocationFrom } from './allocation-item.ts'
import { allocationKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { requestFrom } from './payout-request-item.ts'
import { metasOf } from './payout-request-views.ts'
import { getItems, keyText } from './read.ts'

/** The allocations with these ids and their requests, in the order asked for; undefined for an id that nobody has here. */
export async function allocationsAsked(table: OrganizationTable, ids: readonly string[]): Promise<Asked[]> {
  const keys = ids.map((id) => {
    const place = isWellFormedId(id) ? locateAllocation(id) : undefined
    return place && allocationKey(table.organization, place.payoutRequestId, place.number)
  })
  const distinct = new Map(keys.flatMap((key) => (key ? [[keyText(key), key]] : [])))
  const items = await getItems(table, [...distinct.values()])
  const allocations = keys.map((key) => {
    const item = key && items.get(keyText(key))
    return item && allocationFrom(item)
  })
  const requestIds = [...new Set(allocations.flatMap((one) => (one ? [one.payoutRequestId] : [])))]
  const metas = (await metasOf(table, requestIds)).flatMap((meta) => (meta ? [requestFrom(meta)] : []))
  const requests = new Map(metas.map((request) => [request.id, request]))
  return allocations.map((allocation) => {
    const request = allocation && requests.get(allocation.payoutRequestId)
    return request && { allocation, request }
  })
}

import type { Allocation } from '../domain/allocation.ts'
import { isWellFormedId } from '../domain/identifiers.ts'
import type { PayoutRequest } from '../domain/payout-request.ts'
import { allocationFrom } from './allocation-item.ts'
import type { Item } from './client.ts'
import { uncoveredAmong } from './cover.ts'
import { allocationKey, type Key, requestKey, requestTextKey } from './keys.ts'
import { batchesOf, batchOf } from './membership.ts'
import type { OrganizationTable } from './organization-table.ts'
import { hasTextItem, requestFrom } from './payout-request-item.ts'
import { findRequestWithAllocations, partsAgree, type RequestWithAllocations } from './payout-requests.ts'
import { getItems, keyText } from './read.ts'

export interface RequestView extends RequestWithAllocations {
  /** The committed batch that holds it. */
  readonly batchId: string | null
  /** The ids of its allocations that their pairs cover no more. */
  readonly uncovered: ReadonlySet<string>
}

/** A request that was read, with what its own items do not say. */
export async function viewOf(table: OrganizationTable, whole: RequestWithAllocations): Promise<RequestView> {
  const [batchId, uncovered] = await Promise.all([
    batchOf(table, whole.request),
    uncoveredAmong(table, whole.allocations),
  ])
  return { ...whole, batchId, uncovered }
}

/** The keys of allocations follow from their count: no Query per request (design §5). */
export async function viewsOf(table: OrganizationTable, metas: readonly Item[]): Promise<RequestView[]> {
  const requests = metas.map((meta) => requestFrom(meta))
  const [items, batches] = await Promise.all([
    getItems(table, [
      ...requests.flatMap((request) => allocationKeys(table, request)),
      ...metas.filter(hasTextItem).map(({ id }) => requestTextKey(table.organization, String(id))),
    ]),
    batchesOf(table, requests),
  ])
  const wholes = await Promise.all(
    metas.map(async (meta): Promise<RequestWithAllocations> => {
      const text = items.get(keyText(requestTextKey(table.organization, String(meta.id))))
      const request = requestFrom(meta, text)
      const whole = { request, allocations: allocationsOf(allocationKeys(table, request), items) }
      return (!partsAgree(whole) && (await findRequestWithAllocations(table, request.id))) || whole
    }),
  )
  const uncovered = await uncoveredAmong(
    table,
    wholes.flatMap(({ allocations }) => allocations),
  )
  return wholes.map((whole) => ({
    ...whole,
    batchId: batches.get(whole.request.id) ?? null,
    uncovered,
  }))
}

/** The requests with these ids as far as they exist, with their allocations and none of their texts. */
export async function requestsWithAllocations(
  table: OrganizationTable,
  ids: readonly string[],
): Promise<RequestWithAllocations[]> {
  const requests = (await metasOf(table, ids)).flatMap((meta) => (meta ? [requestFrom(meta)] : []))
  const items = await getItems(
    table,
    requests.flatMap((request) => allocationKeys(table, request)),
  )
  return requests.map((request) => ({
    request,
    allocations: allocationsOf(allocationKeys(table, request), items),
  }))
}

const allocationKeys = (table: OrganizationTable, { id, allocationCount }: PayoutRequest): Key[] =>
  Array.from({ length: allocationCount }, (_, i) => allocationKey(table.organization, id, i + 1))

const allocationsOf = (keys: readonly Key[], items: ReadonlyMap<string, Item>): Allocation[] =>
  keys.flatMap((key) => {
    const item = items.get(keyText(key))
    return item ? [allocationFrom(item)] : []
  })

/** In the order of the ids, which may be any text; undefined for one that does not exist. */
export async function metasOf(
  table: OrganizationTable,
  ids: readonly string[],
): Promise<(Item | undefined)[]> {
  const key = (id: string) => requestKey(table.organization, id)
  const items = await getItems(table, ids.filter(isWellFormedId).map(key))
  return ids.map((id) => items.get(keyText(key(id))))
}

import type { PastAllocation } from '../../domain/auto-allocation/decision.ts'
import type { LoadedMember, RunInput } from '../../domain/batch-run.ts'
import type { PayoutRequest } from '../../domain/payout-request.ts'
import { allocationFrom } from '../allocation-item.ts'
import type { Item } from '../client.ts'
import { customerProfiles } from '../customers.ts'
import { allocationKey, type Key, requestKey, runInputKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { requestFrom } from '../payout-request-item.ts'
import { getItems, keyText } from '../read.ts'
import { inputFrom } from './input.ts'
import type { RunId } from './parts.ts'

/** A chunk's members, and the run's input in the same read: two round trips, a third where allocations exist. */
export async function loadChunk(
  table: OrganizationTable,
  { batchId, runId }: RunId,
  ids: readonly string[],
): Promise<{ input: RunInput; members: LoadedMember[] }> {
  const inputKey = runInputKey(table.organization, batchId, runId)
  const items = await getItems(table, [inputKey, ...ids.map((id) => requestKey(table.organization, id))])
  const input = inputFrom(items.get(keyText(inputKey)))
  if (!input) throw new Error(`The run ${runId} has no input.`)
  const requests = ids.flatMap((id) => {
    const item = items.get(keyText(requestKey(table.organization, id)))
    return item ? [requestFrom(item)] : []
  })
  return { input, members: await withCustomers(table, requests) }
}

/** Members of a run that may not have come to have an input. */
export async function loadMembers(table: OrganizationTable, ids: readonly string[]): Promise<LoadedMember[]> {
  const items = await getItems(
    table,
    ids.map((id) => requestKey(table.organization, id)),
  )
  return withCustomers(
    table,
    [...items.values()].map((item) => requestFrom(item)),
  )
}

async function withCustomers(
  table: OrganizationTable,
  requests: readonly PayoutRequest[],
): Promise<LoadedMember[]> {
  const [customers, allocations] = await Promise.all([
    customerProfiles(table, requests),
    pastAllocations(table, requests),
  ])
  return requests.flatMap((request, i) => {
    const customer = customers[i]
    return customer ? [{ request, customer, allocations: allocations.get(request.id) ?? [] }] : []
  })
}

/** Their keys are computable, so that many requests' allocations are one read (design §5). */
async function pastAllocations(
  table: OrganizationTable,
  requests: readonly PayoutRequest[],
): Promise<Map<string, PastAllocation[]>> {
  const keys = requests.flatMap(({ id, allocationCount }): Key[] =>
    Array.from({ length: allocationCount }, (_, i) => allocationKey(table.organization, id, i + 1)),
  )
  const items: Iterable<Item> = keys.length > 0 ? (await getItems(table, keys)).values() : []
  return Map.groupBy([...items].map(allocationFrom), ({ payoutRequestId }) => payoutRequestId)
}

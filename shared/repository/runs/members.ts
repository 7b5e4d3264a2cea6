import type { PastAllocation } from '../../domain/auto-allocation/decision.ts'
import type { LoadedMember, RunInput, RunRules } from '../../domain/batch-run.ts'
import type { PayoutRequest } from '../../domain/payout-request.ts'
import { capsOf, type PeriodCap, type PeriodWindow } from '../../domain/period-window.ts'
import type { PlannedMember } from '../../domain/planned-member.ts'
import { allocationFrom } from '../allocation-item.ts'
import { batchFrom } from '../batches/batch-item.ts'
import type { Item } from '../client.ts'
import { profileFrom, profileKeys } from '../customers.ts'
import { allocationKey, batchKey, type Key, requestKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { requestFrom } from '../payout-request-item.ts'
import { getItems, keyText } from '../read.ts'
import { runInputKey } from '../run-keys.ts'
import { windowFrom } from '../window-item.ts'
import { windowKeyOf } from '../windows.ts'
import { inputFrom } from './input.ts'
import type { RunId } from './parts.ts'
import { thePlan } from './plans.ts'

export interface LoadedChunk {
  readonly input: RunInput
  readonly members: readonly LoadedMember[]
  /** What the plan that the run applies says of whom. */
  readonly plan: ReadonlyMap<string, PlannedMember> | undefined
  /** Of every cap that bounds what these members take. */
  readonly windows: readonly PeriodWindow[]
}

/**
 * A chunk's members, with the run's input and the windows in the same reads: two round trips, a third where
 * allocations exist. Nothing when the batch has another run by now, or none in progress: this one is over.
 */
export async function loadChunk(
  table: OrganizationTable,
  { batchId, runId }: RunId,
  ids: readonly string[],
): Promise<LoadedChunk | undefined> {
  const inputKey = runInputKey(table.organization, batchId, runId)
  const metaKey = batchKey(table.organization, batchId)
  const requestKeys = ids.map((id) => requestKey(table.organization, id))
  const items = await getItems(table, [metaKey, inputKey, ...requestKeys])

  const batch = batchFrom(items.get(keyText(metaKey)))
  if (batch?.status !== 'processing' || batch.run?.id !== runId) return undefined
  const input = inputFrom(items.get(keyText(inputKey)))
  if (!input) throw new Error(`The run ${runId} has no input.`)

  const requests = requestKeys.flatMap((key) => requestsFrom(items.get(keyText(key))))
  const [loaded, plan] = await Promise.all([
    withCustomers(table, requests, capsFor(requests, input)),
    input.planHash === null ? undefined : thePlan(table, { batchId, planHash: input.planHash }),
  ])
  return { input, plan, ...loaded }
}

/** Members of a run that is over, whatever it decided with. */
export async function loadMembers(table: OrganizationTable, ids: readonly string[]): Promise<LoadedMember[]> {
  const { members } = await withCustomers(table, await requestsAt(table, ids), [])
  return members
}

/** Members of no run, with the windows of what would be decided under these rules. */
export async function loadUnderRules(
  table: OrganizationTable,
  ids: readonly string[],
  rules: RunRules,
): Promise<Pick<LoadedChunk, 'members' | 'windows'>> {
  const requests = await requestsAt(table, ids)
  return withCustomers(table, requests, capsFor(requests, rules))
}

async function requestsAt(table: OrganizationTable, ids: readonly string[]): Promise<PayoutRequest[]> {
  const items = await getItems(
    table,
    ids.map((id) => requestKey(table.organization, id)),
  )
  return [...items.values()].flatMap(requestsFrom)
}

const capsFor = (requests: readonly PayoutRequest[], { gateways }: RunRules): PeriodCap[] =>
  capsOf(gateways, new Set(requests.map(({ currency }) => currency)))

const requestsFrom = (item: Item | undefined): PayoutRequest[] => (item ? [requestFrom(item)] : [])

async function withCustomers(
  table: OrganizationTable,
  requests: readonly PayoutRequest[],
  caps: readonly PeriodCap[],
): Promise<{ members: LoadedMember[]; windows: PeriodWindow[] }> {
  const [items, allocations] = await Promise.all([
    getItems(table, [...profileKeys(table, requests), ...caps.map((cap) => windowKeyOf(table, cap))]),
    pastAllocations(table, requests),
  ])
  return {
    members: requests.map((request) => memberFrom(table, request, items, allocations.get(request.id))),
    windows: caps.map((cap) => windowFrom(cap, items.get(keyText(windowKeyOf(table, cap))))),
  }
}

/** What cannot be read concerns its own request only. */
function memberFrom(
  table: OrganizationTable,
  request: PayoutRequest,
  items: ReadonlyMap<string, Item>,
  allocations: readonly Item[] = [],
): LoadedMember {
  try {
    return {
      request,
      customer: profileFrom(table, items, request),
      allocations: allocations.map((item): PastAllocation => allocationFrom(item)),
    }
  } catch (unreadable) {
    const { customerId, currency } = request
    return {
      request,
      customer: { customerId, currency, instruments: [], exposures: [] },
      allocations: [],
      unreadable,
    }
  }
}

/** Their keys are computable, so that many requests' allocations are one read (design §5). */
async function pastAllocations(
  table: OrganizationTable,
  requests: readonly PayoutRequest[],
): Promise<Map<unknown, Item[]>> {
  const keys = requests.flatMap(({ id, allocationCount }): Key[] =>
    Array.from({ length: allocationCount }, (_, i) => allocationKey(table.organization, id, i + 1)),
  )
  const items: Iterable<Item> = keys.length > 0 ? (await getItems(table, keys)).values() : []
  return Map.groupBy(items, ({ payoutRequestId }) => payoutRequestId)
}

import type { Allocation } from '../domain/allocation.ts'
import { OPEN_STATUSES } from '../domain/allocation.ts'
import {
  type Concern,
  concernOfAllocation,
  concernOfRequest,
  concernOfWebhook,
  isLeft,
  type Patience,
} from '../domain/attention.ts'
import type { Decision } from '../domain/auto-allocation/decision.ts'
import type { Run } from '../domain/batch.ts'
import { isFinal, type PayoutRequest } from '../domain/payout-request.ts'
import { allocationFrom } from './allocation-item.ts'
import { keysOfIds, ListedAllocation } from './allocation-list.ts'
import { batchFrom } from './batches/batch-item.ts'
import type { Item } from './client.ts'
import { openConflicts } from './conflicts.ts'
import { uncoveredAmong } from './cover.ts'
import { entriesInOrder } from './index-entries.ts'
import { batchKey, type ListedType } from './keys.ts'
import { EXAMINED_ENTRIES_LIMIT } from './listing.ts'
import { batchesOf } from './membership.ts'
import type { OrganizationTable } from './organization-table.ts'
import { requestFrom } from './payout-request-item.ts'
import { ListedRequest } from './payout-request-list.ts'
import { metasOf } from './payout-request-views.ts'
import { getItems, keyText } from './read.ts'
import { rowsOfRun } from './runs/parts.ts'
import { TransactionEntry } from './transaction-list.ts'
import { webhooksOf } from './webhooks.ts'

/**
 * Everything that somebody should look at. The work is bounded: of each type so many of the newest index entries, of
 * those that may be of concern so many items, and so many runs; `isCut` says that there may be more.
 */
export async function concernsOf(
  table: OrganizationTable,
  patience: Patience,
): Promise<{ readonly concerns: readonly Concern[]; readonly isCut: boolean }> {
  const [requests, allocations, transactions] = await Promise.all([
    newest(table, 'payout-request', (entry) => ListedRequest.parse(entry)),
    newest(table, 'allocation', (entry) => ListedAllocation.parse(entry)),
    newest(table, 'transaction', (entry) => TransactionEntry.parse(entry)),
  ])
  const found = await Promise.all([
    requestConcerns(table, requests.things.filter(mayConcern), patience),
    allocationConcerns(table, allocations.things.filter(isOpen), patience),
    openConflicts(table, allocations.things, transactions.things),
    pausedWebhooks(table),
  ])
  return {
    concerns: found.flatMap(({ concerns }) => concerns),
    isCut: [requests, allocations, transactions, ...found].some(({ isCut }) => isCut),
  }
}

/** Items read of a type, and runs looked into: what one call can read in its time. */
const ITEMS_LIMIT = 2_000
const RUNS_LIMIT = 20

const mayConcern = ({ status, blocked }: ListedRequest): boolean =>
  !isFinal(status) && (blocked || status !== 'pending')

const isOpen = ({ status }: ListedAllocation): boolean => OPEN_STATUSES.includes(status)

const pausedWebhooks = async (table: OrganizationTable): Promise<Concerns> => ({
  concerns: (await webhooksOf(table)).flatMap(concernOfWebhook),
  isCut: false,
})

interface Found<T> {
  readonly things: readonly T[]
  readonly isCut: boolean
}

async function newest<T>(
  table: OrganizationTable,
  type: ListedType,
  entryFrom: (entry: Item) => T,
): Promise<Found<T>> {
  const things: T[] = []
  const range = { index: 'listing', type, created: { from: null, to: null }, descending: true } as const
  for await (const entries of entriesInOrder(table, range)) {
    const room = EXAMINED_ENTRIES_LIMIT - things.length
    things.push(...entries.slice(0, room).map(entryFrom))
    if (entries.length > room) return { things, isCut: true }
  }
  return { things, isCut: false }
}

interface Concerns {
  readonly concerns: readonly Concern[]
  readonly isCut: boolean
}

async function requestConcerns(
  table: OrganizationTable,
  entries: readonly ListedRequest[],
  patience: Patience,
): Promise<Concerns> {
  const read = entries.slice(0, ITEMS_LIMIT).map(({ id }) => id)
  const requests = (await metasOf(table, read)).flatMap((meta) => (meta ? [requestFrom(meta)] : []))
  const { decisions, isCut } = await lastDecisions(table, requests.filter(isLeft))
  return {
    concerns: requests.flatMap((request) => concernOfRequest(request, decisions.get(request.id), patience)),
    isCut: isCut || entries.length > ITEMS_LIMIT,
  }
}

async function allocationConcerns(
  table: OrganizationTable,
  entries: readonly ListedAllocation[],
  patience: Patience,
): Promise<Concerns> {
  const read = entries.slice(0, ITEMS_LIMIT).map(({ id }) => id)
  const items = await getItems(table, keysOfIds(table, read))
  const allocations: Allocation[] = [...items.values()].map(allocationFrom)
  const uncovered = await uncoveredAmong(table, allocations)
  return {
    concerns: allocations.flatMap((one) => concernOfAllocation(one, uncovered.has(one.id), patience)),
    isCut: entries.length > ITEMS_LIMIT,
  }
}

/** What the last finished run of its batch decided about each request that is in one; what has left is nobody's. */
async function lastDecisions(
  table: OrganizationTable,
  requests: readonly PayoutRequest[],
): Promise<{ readonly decisions: ReadonlyMap<string, Decision>; readonly isCut: boolean }> {
  const batchOf = await batchesOf(table, requests)
  const batches = [...new Set(batchOf.values())]
  const runs = await lastRuns(table, batches.slice(0, RUNS_LIMIT))
  const rows = await Promise.all(
    runs.map(async (run) =>
      (await rowsOfRun(table, run)).filter((row) => batchOf.get(row.payoutRequestId) === run.batchId),
    ),
  )
  return {
    decisions: new Map(rows.flat().map(({ payoutRequestId, decision }) => [payoutRequestId, decision])),
    isCut: batches.length > RUNS_LIMIT,
  }
}

async function lastRuns(table: OrganizationTable, batches: readonly string[]) {
  const keys = batches.map((batch) => batchKey(table.organization, batch))
  const metas = await getItems(table, keys)
  return keys.flatMap((key) => {
    const batch = batchFrom(metas.get(keyText(key)))
    return batch?.run && isFinished(batch.run) ? [{ batchId: batch.id, runId: batch.run.id }] : []
  })
}

const isFinished = ({ finishedTime }: Run): boolean => finishedTime !== null

import { type Concern, contradicts, isDealtWith } from '../domain/attention.ts'
import type { ListedAllocation } from './allocation-list.ts'
import type { OrganizationTable } from './organization-table.ts'
import { timelineMessages } from './timeline.ts'
import { type ListedTransaction, transactionsAt } from './transaction-list.ts'

/** Timelines read by one call. */
const CONFLICTS_LIMIT = 200

/** Allocations that their gateway contradicts, as long as nobody has dealt with it. */
export async function openConflicts(
  table: OrganizationTable,
  allocations: readonly ListedAllocation[],
  credits: readonly ListedTransaction[],
): Promise<{ readonly concerns: readonly Concern[]; readonly isCut: boolean }> {
  const creditOf = new Map(credits.map((credit) => [credit.id, credit]))
  const contradicted = allocations.filter((allocation) => {
    const credit = creditOf.get(allocation.transactionId ?? '')
    return credit !== undefined && contradicts(allocation, credit)
  })
  const looked = contradicted.slice(0, CONFLICTS_LIMIT)
  const told = await toldTimes(table, looked)
  const concerns = await Promise.all(
    looked.map(async ({ payoutRequestId, transactionId, currency, amountMinor }): Promise<Concern[]> => {
      const since = told.get(transactionId ?? '') ?? ''
      const { messages } = await timelineMessages(table, payoutRequestId)
      if (isDealtWith(messages, since)) return []
      return [{ kind: 'conflicting-result', reason: null, currency, amountMinor, since }]
    }),
  )
  return { concerns: concerns.flat(), isCut: contradicted.length > CONFLICTS_LIMIT }
}

/** When each credit became what it is; the index does not say. */
async function toldTimes(
  table: OrganizationTable,
  allocations: readonly ListedAllocation[],
): Promise<ReadonlyMap<string, string>> {
  const credits = await transactionsAt(
    table,
    allocations.flatMap(({ transactionId }) => transactionId ?? []),
  )
  return new Map(credits.map(({ id, updatedTime }) => [id, updatedTime]))
}

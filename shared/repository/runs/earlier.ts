import * as z from 'zod'
import { type Batch, type ListedRun, latestRun } from '../../domain/batch.ts'
import { isWellFormedId } from '../../domain/identifiers.ts'
import { Refusal } from '../../domain/refusal.ts'
import { runItem, StoredRun } from '../batches/batch-item.ts'
import { absent } from '../expressions.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { getItem, queryAll } from '../read.ts'
import { earlierRunKey, earlierRuns } from '../run-keys.ts'
import type { Write } from '../write.ts'
import { isKept, runExpiry } from './expiry.ts'

/**
 * What earlier runs of a batch came to. The latest run stands in the batch itself and nowhere else; it is put here by
 * the very write that puts another in its place, so that no run is ever in both or in neither.
 */
export const StoredEarlierRun = StoredRun.extend({ status: z.enum(['processing', 'completed', 'failed']) })

export const earlierRunWrite = (table: OrganizationTable, batchId: string, run: ListedRun): Write => ({
  key: earlierRunKey(table.organization, batchId, run.id),
  put: { type: 'run', ...runItem(run), ...runExpiry(run.id) },
  when: [absent],
  otherwise: () => 'already-done',
})

/** Newest first. */
export async function runsOf(table: OrganizationTable, batch: Batch, now: Date): Promise<ListedRun[]> {
  const { pk, prefix } = earlierRuns(table.organization, batch.id)
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ConsistentRead: true,
    ScanIndexForward: false,
  })
  const latest = latestRun(batch)
  const earlier = items.map((item) => StoredEarlierRun.parse(item))
  return [...(latest ? [latest] : []), ...earlier].filter(({ id }) => isKept(id, now))
}

/** Refuses a run that this batch has not had, or that is no longer kept. */
export async function demandRun(
  table: OrganizationTable,
  batch: Batch,
  runId: string,
  now: Date,
): Promise<void> {
  if (isKept(runId, now) && (batch.run?.id === runId || (await isEarlierRun(table, batch, runId)))) return
  throw new Refusal('not-found', {
    detail: 'This batch has had no such run. Outcomes are kept 13 months.',
  })
}

const isEarlierRun = async (table: OrganizationTable, { id }: Batch, runId: string): Promise<boolean> =>
  isWellFormedId(runId) && (await getItem(table, earlierRunKey(table.organization, id, runId))) !== undefined

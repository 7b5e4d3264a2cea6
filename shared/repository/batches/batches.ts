import {
  type Batch,
  isProcessing,
  outcomes,
  RUNNABLE_STATUSES,
  type Run,
  type RunResults,
  successes,
} from '../../domain/batch.ts'
import { isWellFormedId } from '../../domain/identifiers.ts'
import { Refusal } from '../../domain/refusal.ts'
import { is, isOneOf } from '../expressions.ts'
import { batchKey, batchMembers, openKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { getItem, queryAll } from '../read.ts'
import { commit, stale, type Write } from '../write.ts'
import { batchFrom, runItem } from './batch-item.ts'

/** Refuses an id that is unknown, another organization's, or of a batch that is not committed. */
export async function theBatch(table: OrganizationTable, id: string): Promise<Batch> {
  demandWellFormed(id)
  const batch = batchFrom(await getItem(table, batchKey(table.organization, id)))
  if (!batch) throw noSuchBatch()
  return batch
}

const noSuchBatch = (): Refusal =>
  new Refusal('not-found', { detail: 'There is no payout request batch with this id.' })

/** An id that breaks the pattern is an unknown id, and could not be part of a key (rules §1). */
function demandWellFormed(id: string): void {
  if (!isWellFormedId(id)) throw noSuchBatch()
}

/** A batch and its members' ids, read side by side. */
export async function theBatchWithMembers(
  table: OrganizationTable,
  id: string,
): Promise<{ readonly batch: Batch; readonly payoutRequestIds: readonly string[] }> {
  demandWellFormed(id)
  const [batch, payoutRequestIds] = await Promise.all([theBatch(table, id), memberIds(table, id)])
  return { batch, payoutRequestIds }
}

/** The members' ids, chunk by chunk. */
export async function memberIds(table: OrganizationTable, batch: string): Promise<string[]> {
  const { pk, prefix } = batchMembers(table.organization, batch)
  const lists = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ConsistentRead: true,
  })
  return lists.flatMap(({ members }) => [...(members as Set<string>)])
}

/** How long a run may take before the sweeper looks after it. */
const RUN_LOOKED_AFTER_SECONDS = 300

/**
 * Sets the batch processing under its new run; the stream starts the execution. Refuses while another run is in
 * progress; written already it is done.
 */
export async function startRun(
  table: OrganizationTable,
  batch: Batch & { readonly run: Run },
  alongside: readonly Write[],
): Promise<void> {
  const { run } = batch
  const due = new Date(Date.parse(run.startedTime) + RUN_LOOKED_AFTER_SECONDS * 1000).toISOString()
  await commit(table, [
    {
      key: batchKey(table.organization, batch.id),
      update: {
        set: Object.entries({
          status: batch.status,
          run: runItem(run),
          successCount: batch.successCount,
          failureCount: batch.failureCount,
          updatedTime: batch.updatedTime,
          lastChange: { by: run.startedBy, at: run.startedTime, actions: [] },
          ...openKey('batch', batch.id, due),
        }),
        increase: [['version', 1]],
      },
      when: [is('txState', 'committed'), isOneOf('status', RUNNABLE_STATUSES)],
      otherwise(found) {
        const now = batchFrom(found)
        if (!now) return noSuchBatch()
        return now.run?.id === run.id ? 'already-done' : isProcessing()
      },
    },
    ...alongside,
  ])
}

/** processing → completed, if it is still this run's (rules §3). */
export async function concludeRun(
  table: OrganizationTable,
  { batchId, runId }: { readonly batchId: string; readonly runId: string },
  results: RunResults,
  at: string,
): Promise<void> {
  const successCount = successes(results)
  await commit(table, [
    {
      key: batchKey(table.organization, batchId),
      update: {
        set: [
          ['status', 'completed'],
          ['successCount', successCount],
          ['failureCount', outcomes(results) - successCount],
          [['run', 'finishedTime'], at],
          [['run', 'results'], results],
          ['updatedTime', at],
          ['lastChange', { by: 'usr_system', at, actions: [] }],
        ],
        increase: [['version', 1]],
        remove: ['openKey', 'dueKey'],
      },
      when: [is('status', 'processing'), is(['run', 'id'], runId)],
      otherwise: () => 'already-done',
    },
  ])
}

/** The members of several batches; whether their claims count is the reader's question. */
export const membersOfAny = async (table: OrganizationTable, batches: readonly string[]): Promise<string[]> =>
  (await Promise.all(batches.filter(isWellFormedId).map((batch) => memberIds(table, batch)))).flat()

/** Keeps a PATCH, if nobody changed the batch meanwhile. */
export async function keepBatchChange(
  table: OrganizationTable,
  before: Batch,
  after: Batch,
  by: string,
  alongside: readonly Write[],
): Promise<void> {
  if (after === before) return
  const { description, allocationOrder, version, updatedTime } = after
  await commit(table, [
    {
      key: batchKey(table.organization, before.id),
      update: {
        set: Object.entries({
          description,
          allocationOrder,
          version,
          updatedTime,
          lastChange: { by, at: updatedTime, actions: [] },
        }),
      },
      when: [is('txState', 'committed'), is('version', before.version)],
      otherwise: stale,
    },
    ...alongside,
  ])
}

import {
  type Batch,
  outcomes,
  RUNNABLE_STATUSES,
  type Run,
  type RunResults,
  successes,
} from '../../domain/batch.ts'
import { type BegunBatch, isProcessing } from '../../domain/batch-changes.ts'
import { isWellFormedId } from '../../domain/identifiers.ts'
import { Refusal } from '../../domain/refusal.ts'
import { SYSTEM_USER } from '../../domain/timeline.ts'
import { is, isOneOf, lacks } from '../expressions.ts'
import { batchKey, openKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { getItem } from '../read.ts'
import { earlierRunWrite } from '../runs/earlier.ts'
import { attemptAll, commit, stale, type Write } from '../write.ts'
import { batchFrom, batchStateFrom, runItem } from './batch-item.ts'

/** Refuses an id that is unknown, another organization's, or of a batch that is not committed. */
export async function theBatch(table: OrganizationTable, id: string): Promise<Batch> {
  demandWellFormed(id)
  const batch = batchFrom(await getItem(table, batchKey(table.organization, id)))
  if (!batch) throw noSuchBatch()
  return batch
}

export const noSuchBatch = (): Refusal =>
  new Refusal('not-found', { detail: 'There is no payout request batch with this id.' })

/** An id that breaks the pattern is an unknown id, and could not be part of a key (rules §1). */
function demandWellFormed(id: string): void {
  if (!isWellFormedId(id)) throw noSuchBatch()
}

/** How long a run may take before the sweeper looks after it. */
const RUN_LOOKED_AFTER_SECONDS = 300

/**
 * Sets the batch processing under its new run, if it is as it was read; the stream starts the execution. What the
 * earlier run came to is kept beside it in the same moment. Refuses while another run is in progress; written already
 * it is done. What is added from now on is not the run's (rules §3).
 */
export async function startRun(
  table: OrganizationTable,
  batch: BegunBatch,
  alongside: readonly Write[],
): Promise<void> {
  const { run, earlierRun } = batch
  const due = lookedAfter(new Date(run.startedTime))
  await commit(table, [
    {
      key: batchKey(table.organization, batch.id),
      update: {
        set: Object.entries({
          status: batch.status,
          run: runItem(run),
          runChunks: batch.committedChunks,
          successCount: batch.successCount,
          failureCount: batch.failureCount,
          updatedTime: batch.updatedTime,
          lastChange: { by: run.startedBy, at: run.startedTime, actions: [] },
          ...openKey('batch', table.organization, batch.id, due),
        }),
        increase: [['version', 1]],
      },
      when: [
        is('txState', 'committed'),
        isOneOf('status', RUNNABLE_STATUSES),
        is('version', batch.version - 1),
      ],
      otherwise(found) {
        const now = batchFrom(found)
        if (!now) return noSuchBatch()
        if (now.run?.id === run.id) return 'already-done'
        return now.status === 'processing' ? isProcessing() : stale()
      },
    },
    ...(earlierRun ? [earlierRunWrite(table, batch.id, earlierRun)] : []),
    ...alongside,
  ])
}

/** processing → completed, or failed, if it is still this run's (rules §3). */
export async function concludeRun(
  table: OrganizationTable,
  { batchId, runId }: { readonly batchId: string; readonly runId: string },
  results: RunResults,
  at: string,
  status: 'completed' | 'failed' = 'completed',
): Promise<void> {
  const successCount = successes(results)
  await commit(table, [
    {
      key: batchKey(table.organization, batchId),
      update: {
        set: [
          ['status', status],
          ['successCount', successCount],
          ['failureCount', outcomes(results) - successCount],
          [['run', 'finishedTime'], at],
          [['run', 'results'], results],
          ['updatedTime', at],
          ['lastChange', { by: SYSTEM_USER, at, actions: [] }],
        ],
        increase: [['version', 1]],
        remove: ['openKey', 'dueKey'],
      },
      when: [is('status', 'processing'), is(['run', 'id'], runId)],
      otherwise: () => 'already-done',
    },
  ])
}

/** A batch that is processing, and how many executions its run has had. */
export interface RunInProgress {
  readonly batch: Batch
  readonly run: Run
  readonly executions: number
}

export async function findRunInProgress(
  table: OrganizationTable,
  id: string,
): Promise<RunInProgress | undefined> {
  const meta = await getItem(table, batchKey(table.organization, id))
  const batch = batchFrom(meta)
  if (batch?.status !== 'processing' || !batch.run) return undefined
  return { batch, run: batch.run, executions: batchStateFrom(meta)?.run?.executions ?? 1 }
}

/**
 * Counts one more execution of a run, if it is still in progress with so many; it is looked after again when that may
 * have ended.
 */
export async function countExecution(
  table: OrganizationTable,
  { batch, run, executions }: RunInProgress,
  now: Date,
): Promise<boolean> {
  const attempt = await attemptAll(table, [
    {
      key: batchKey(table.organization, batch.id),
      update: {
        set: [
          [['run', 'executions'], executions + 1],
          ...Object.entries(openKey('batch', table.organization, batch.id, lookedAfter(now))),
        ],
      },
      when: [
        is('status', 'processing'),
        is(['run', 'id'], run.id),
        executions === 1 ? lacks(['run', 'executions']) : is(['run', 'executions'], executions),
      ],
    },
  ])
  return attempt.applied
}

const lookedAfter = (started: Date): string =>
  new Date(started.getTime() + RUN_LOOKED_AFTER_SECONDS * 1000).toISOString()

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

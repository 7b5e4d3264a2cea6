import type { AllocationOrder } from './auto-allocation/decision.ts'
import { type Batch, type ListedRun, latestRun, NO_RESULTS, RUNNABLE_STATUSES, type Run } from './batch.ts'
import type { Stamp } from './payout-request-changes.ts'
import { Refusal } from './refusal.ts'

/** PATCH: what is not named stays; itself when nothing changes. */
export function changeBatch(
  batch: Batch,
  patch: {
    readonly description?: string | undefined
    readonly allocationOrder?: AllocationOrder | undefined
  },
  at: string,
): Batch {
  const description = patch.description ?? batch.description
  const allocationOrder = patch.allocationOrder ?? batch.allocationOrder
  if (description === batch.description && sameOrder(allocationOrder, batch.allocationOrder)) return batch
  return { ...batch, description, allocationOrder, version: batch.version + 1, updatedTime: at }
}

const sameOrder = (a: AllocationOrder | null, b: AllocationOrder | null): boolean => a?.join() === b?.join()

/** A batch whose run has just begun, and the run that this one follows. */
export type BegunBatch = Batch & { readonly run: Run; readonly earlierRun: ListedRun | null }

/** A run that has decided nothing yet; without a plan it decides for itself. */
export const newRun = (id: string, { by, at }: Stamp, planHash: string | null): Run => ({
  id,
  startedBy: by,
  startedTime: at,
  finishedTime: null,
  planHash,
  results: NO_RESULTS,
})

/** The batch with this run in progress; refuses while another is (rules §3). */
export function beginRun(batch: Batch, run: Run): BegunBatch {
  demandNoRun(batch)
  return {
    ...batch,
    earlierRun: latestRun(batch),
    status: 'processing',
    run,
    successCount: 0,
    failureCount: 0,
    version: batch.version + 1,
    updatedTime: run.startedTime,
  }
}

/** Rules §3: a run keeps the members that it began with. */
export function demandNoRun({ status }: Pick<Batch, 'status'>): void {
  if (!RUNNABLE_STATUSES.includes(status)) throw isProcessing()
}

export const isProcessing = (): Refusal =>
  new Refusal('batch-is-processing', {
    detail: 'A run of this batch is in progress. Wait until its status is completed or failed.',
    retryAfterSeconds: 5,
  })

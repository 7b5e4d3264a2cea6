import * as z from 'zod'
import { BATCH_STATUSES, type Batch, type NewBatch, type Run } from '../../domain/batch.ts'
import type { Item } from '../client.ts'
import { minor, orNull, withoutNulls } from '../stored.ts'
import { type BatchState, CHANGE_KINDS } from './batch-state.ts'

/** How a batch lies in its META: the state of its making, and what the API shows once it is committed. */

const AmountByCurrency = z.record(z.string(), minor)

export const StoredResults = z.object({
  outcomeCounts: z.object({
    allocated: z.int(),
    'already-allocated': z.int(),
    'partially-allocated': z.int(),
    'not-allocated': z.int(),
    fault: z.int(),
  }),
  allocatedMinor: AmountByCurrency,
  unallocatedMinor: AmountByCurrency,
})

export const StoredRun = z.object({
  id: z.string(),
  startedBy: z.string(),
  startedTime: z.string(),
  finishedTime: orNull(z.string()),
  planHash: orNull(z.string()),
  results: StoredResults,
})

const StoredBatch = z.object({
  id: z.string(),
  userId: z.string(),
  description: orNull(z.string()),
  allocationOrder: orNull(z.array(z.string())),
  status: z.enum(BATCH_STATUSES),
  totals: z.object({ totalCount: z.int(), customerCount: z.int(), amountMinor: AmountByCurrency }),
  successCount: z.int(),
  failureCount: z.int(),
  run: orNull(StoredRun),
  committedChunks: z.int(),
  version: z.int(),
  createdTime: z.string(),
  updatedTime: z.string(),
})

const StoredIntent = StoredBatch.pick({
  id: true,
  userId: true,
  description: true,
  allocationOrder: true,
  createdTime: true,
})

const StoredState = z.object({
  txState: z.enum(['creating', 'committed', 'deleting', 'aborted']),
  next: z.int(),
  committedChunks: z.int().default(0),
  revised: z.boolean().default(false),
  runChunks: z.int().default(0),
  run: orNull(z.object({ executions: z.int().default(1) })),
  leaseUntil: z.string(),
  change: orNull(
    z.object({
      id: z.string(),
      kind: z.enum(CHANGE_KINDS),
      state: z.enum(['adding', 'undoing', 'rolling']),
      next: z.int(),
      leaseUntil: z.string(),
    }),
  ),
})

/** The batch as readers see it: none that is not committed. */
export const batchFrom = (meta: Item | undefined): Batch | undefined =>
  meta?.txState === 'committed' ? StoredBatch.parse(meta) : undefined

/** What the batch was meant to be when its creation began. */
export const newBatchFrom = (meta: Item): NewBatch => StoredIntent.parse(meta)

export const batchStateFrom = (meta: Item | undefined): BatchState | undefined =>
  meta && StoredState.parse(meta)

export const runItem = ({ results, ...run }: Run): Item => ({ ...withoutNulls(run), results })

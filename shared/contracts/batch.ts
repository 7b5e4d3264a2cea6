import * as z from 'zod'
import { BATCH_MEMBERS_LIMIT, BATCH_STATUSES, type Batch, type BatchTotals } from '../domain/batch.ts'
import { BLOCK_REASONS } from '../domain/payout-request.ts'
import { allocationOrder } from './allocation-order.ts'
import { expected, id, isObject, links, oneOf, refuse, string, text, time } from './fields.ts'
import type { LinkTo } from './links.ts'
import { amountByCurrency, RunSummary, representAmounts, summarizeRun } from './run.ts'

const payoutRequestIds = z
  .array(string, expected('an array of payout request ids'))
  .min(1, 'must name at least one payout request')
  .max(BATCH_MEMBERS_LIMIT, `must name at most ${BATCH_MEMBERS_LIMIT} payout requests`)

const selection = { payoutRequestIds: payoutRequestIds.optional(), filter: string.optional() }

function demandOneSelection(
  { payoutRequestIds, filter }: { payoutRequestIds?: string[] | undefined; filter?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  if ((payoutRequestIds === undefined) === (filter === undefined))
    refuse(context, 'payoutRequestIds', 'or filter must be given, and not both')
  demandNoRepetition({ payoutRequestIds }, context)
}

function demandNoRepetition(
  { payoutRequestIds }: { payoutRequestIds?: string[] | undefined },
  context: z.core.$RefinementCtx,
): void {
  for (const i of repetitions(payoutRequestIds))
    refuse(context, ['payoutRequestIds', i], 'is in the list already')
}

/** Body of POST /payout-request-batches: exactly one of `payoutRequestIds` and `filter` (api-reference §5.2). */
export const NewBatchBody = z
  .object({
    ...selection,
    description: text(255).nullish(),
    /** Ours; published, it is set by PATCH only. */
    allocationOrder: allocationOrder.nullish(),
  })
  .superRefine(demandOneSelection, { when: isObject })

/** Body of POST …/payout-requests: as above, and nothing else (api-reference §5.11). */
export const AddedMembers = z.strictObject(selection).superRefine(demandOneSelection, { when: isObject })

/** Body of POST …/payout-requests/remove (api-reference §5.12). */
export const RemovedMembers = z
  .strictObject({ payoutRequestIds })
  .superRefine(demandNoRepetition, { when: isObject })

export const BatchRepresentation = z.object({
  id,
  userId: z.string(),
  status: z.enum(BATCH_STATUSES),
  totalCount: z.int(),
  successCount: z.int(),
  failureCount: z.int(),
  customerCount: z.int(),
  totalAmountByCurrency: amountByCurrency,
  /** On single batches, not in lists. */
  payoutRequestIds: z.array(id).optional(),
  description: z.string().nullable(),
  allocationOrder: z.array(z.string()).nullable(),
  /** Ours: the latest run of the auto-allocation. */
  run: RunSummary.nullable(),
  createdTime: time,
  updatedTime: time,
  _links: links,
})

/** Answer of GET /payout-request-batches/preview; all but the count are of the oldest 1000 (api-reference §5.3). */
export const BatchPreview = z.object({
  matchingCount: z.int(),
  customerCount: z.int(),
  totalAmountByCurrency: amountByCurrency,
})

export const representPreview = (
  matchingCount: number,
  { customerCount, amountMinor }: Pick<BatchTotals, 'customerCount' | 'amountMinor'>,
): z.infer<typeof BatchPreview> => ({
  matchingCount,
  customerCount,
  totalAmountByCurrency: representAmounts(amountMinor),
})

/** `results` are the run's as they stand now: what GET shows while the batch is processing. */
export interface BatchView {
  readonly batch: Batch
  readonly payoutRequestIds?: readonly string[]
}

export function representBatch(
  { batch, payoutRequestIds }: BatchView,
  linkTo: LinkTo,
): z.infer<typeof BatchRepresentation> {
  const { run, totals } = batch
  return {
    id: batch.id,
    userId: batch.userId,
    status: batch.status,
    totalCount: totals.totalCount,
    successCount: batch.successCount,
    failureCount: batch.failureCount,
    customerCount: totals.customerCount,
    totalAmountByCurrency: representAmounts(totals.amountMinor),
    ...(payoutRequestIds && { payoutRequestIds: [...payoutRequestIds] }),
    description: batch.description,
    allocationOrder: batch.allocationOrder && [...batch.allocationOrder],
    run: run && summarizeRun(run),
    createdTime: batch.createdTime,
    updatedTime: batch.updatedTime,
    _links: [
      linkTo('self', `/payout-request-batches/${batch.id}`),
      linkTo('payoutRequests', `/payout-requests?filter=batchId:${batch.id}`),
    ],
  }
}

function repetitions(ids: readonly unknown[] | undefined): number[] {
  const seen = new Set<unknown>()
  if (!Array.isArray(ids)) return []
  return ids.flatMap((one, i) => (seen.size === seen.add(one).size ? [i] : []))
}

/** Body of POST …/approve: none, or an object. */
export const NoBody = z.object({})

/** Body of POST …/block (api-reference §5.9). */
export const BatchBlock = z.object({ reason: oneOf(BLOCK_REASONS), description: text(255).nullish() })

/** Body of POST …/cancel-allocations and …/process (ours): of which run, of any if it is left out. */
export const AllocationsOfRun = z.object({ runId: string.nullish() })

/** Body of PATCH /payout-request-batches/{id}: at least one of the two, neither null (api-reference §5.5). */
export const BatchPatch = z
  .object({ description: text(255).optional(), allocationOrder: allocationOrder.optional() })
  .superRefine(
    ({ description, allocationOrder }, context) => {
      if (description === undefined && allocationOrder === undefined)
        refuse(context, 'description', 'or allocationOrder must be given')
    },
    { when: isObject },
  )

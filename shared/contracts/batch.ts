import * as z from 'zod'
import { MEMBER_OUTCOMES } from '../domain/auto-allocation/decision.ts'
import {
  type AmountByCurrency,
  BATCH_MEMBERS_LIMIT,
  BATCH_STATUSES,
  type Batch,
  type BatchTotals,
  type RunResults,
} from '../domain/batch.ts'
import { BLOCK_REASONS } from '../domain/payout-request.ts'
import { allocationOrder } from './allocation-order.ts'
import { decimal, expected, id, isObject, links, money, oneOf, refuse, string, text, time } from './fields.ts'
import type { LinkTo } from './links.ts'

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

const totalAmount = z.array(z.object({ currency: z.string(), amount: money }))

export const BatchRepresentation = z.object({
  id,
  userId: z.string(),
  status: z.enum(BATCH_STATUSES),
  totalCount: z.int(),
  successCount: z.int(),
  failureCount: z.int(),
  customerCount: z.int(),
  totalAmountByCurrency: totalAmount,
  /** On single batches, not in lists. */
  payoutRequestIds: z.array(id).optional(),
  description: z.string().nullable(),
  allocationOrder: z.array(z.string()).nullable(),
  /** Ours: the latest run of the auto-allocation. */
  run: z
    .object({
      id: z.string(),
      startedTime: time,
      finishedTime: time.nullable(),
      startedBy: z.string(),
      outcomeCounts: z.record(z.enum(MEMBER_OUTCOMES), z.int()),
      allocatedAmountByCurrency: totalAmount,
      unallocatedAmountByCurrency: totalAmount,
    })
    .nullable(),
  createdTime: time,
  updatedTime: time,
  _links: links,
})

/** Answer of GET /payout-request-batches/preview; all but the count are of the oldest 1000 (api-reference §5.3). */
export const BatchPreview = z.object({
  matchingCount: z.int(),
  customerCount: z.int(),
  totalAmountByCurrency: totalAmount,
})

export const representPreview = (
  matchingCount: number,
  { customerCount, amountMinor }: Pick<BatchTotals, 'customerCount' | 'amountMinor'>,
): z.infer<typeof BatchPreview> => ({
  matchingCount,
  customerCount,
  totalAmountByCurrency: amounts(amountMinor),
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
    totalAmountByCurrency: amounts(totals.amountMinor),
    ...(payoutRequestIds && { payoutRequestIds: [...payoutRequestIds] }),
    description: batch.description,
    allocationOrder: batch.allocationOrder && [...batch.allocationOrder],
    run: run && {
      id: run.id,
      startedTime: run.startedTime,
      finishedTime: run.finishedTime,
      startedBy: run.startedBy,
      ...representResults(run.results),
    },
    createdTime: batch.createdTime,
    updatedTime: batch.updatedTime,
    _links: [
      linkTo('self', `/payout-request-batches/${batch.id}`),
      linkTo('payoutRequests', `/payout-requests?filter=batchId:${batch.id}`),
    ],
  }
}

const representResults = ({ outcomeCounts, allocatedMinor, unallocatedMinor }: RunResults) => ({
  outcomeCounts,
  allocatedAmountByCurrency: amounts(allocatedMinor),
  unallocatedAmountByCurrency: amounts(unallocatedMinor),
})

/** Rules §1: sorted by currency. */
const amounts = (byCurrency: AmountByCurrency) =>
  Object.entries(byCurrency)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, minor]) => ({ currency, amount: decimal(minor, currency) }))

function repetitions(ids: readonly unknown[] | undefined): number[] {
  const seen = new Set<unknown>()
  if (!Array.isArray(ids)) return []
  return ids.flatMap((one, i) => (seen.size === seen.add(one).size ? [i] : []))
}

/** Body of POST …/auto-allocate, …/approve: none, or an object. */
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

import * as z from 'zod'
import { MEMBER_OUTCOMES } from '../domain/auto-allocation/decision.ts'
import { type AmountByCurrency, type ListedRun, type Run } from '../domain/batch.ts'
import { decimal, links, money, time } from './fields.ts'
import type { FilterFields } from './filter.ts'
import type { FieldValue } from './filter-values.ts'
import { oneOf } from './filter-values.ts'
import type { LinkTo } from './links.ts'

export const amountByCurrency = z.array(z.object({ currency: z.string(), amount: money }))

/** Rules §1: sorted by currency. */
export const representAmounts = (byCurrency: AmountByCurrency): z.infer<typeof amountByCurrency> =>
  Object.entries(byCurrency)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, minor]) => ({ currency, amount: decimal(minor, currency) }))

/** Ours: a run of the auto-allocation, as its batch shows it. */
export const RunSummary = z.object({
  id: z.string(),
  startedTime: time,
  finishedTime: time.nullable(),
  startedBy: z.string(),
  /** The plan that it applies; null where it decides for itself. */
  planHash: z.string().nullable(),
  outcomeCounts: z.record(z.enum(MEMBER_OUTCOMES), z.int()),
  allocatedAmountByCurrency: amountByCurrency,
  unallocatedAmountByCurrency: amountByCurrency,
})

export const summarizeRun = ({ results, ...run }: Run): z.infer<typeof RunSummary> => ({
  id: run.id,
  startedTime: run.startedTime,
  finishedTime: run.finishedTime,
  startedBy: run.startedBy,
  planHash: run.planHash,
  outcomeCounts: results.outcomeCounts,
  allocatedAmountByCurrency: representAmounts(results.allocatedMinor),
  unallocatedAmountByCurrency: representAmounts(results.unallocatedMinor),
})

const RUN_STATUSES = ['processing', 'completed', 'failed'] as const

/** Answer of GET …/runs, newest first. */
export const RunRepresentation = RunSummary.extend({ status: z.enum(RUN_STATUSES), _links: links })

export const representRun = (
  run: ListedRun,
  batchId: string,
  linkTo: LinkTo,
): z.infer<typeof RunRepresentation> => ({
  ...summarizeRun(run),
  status: run.status,
  _links: [linkTo('outcomes', `/payout-request-batches/${batchId}/outcomes?run=${run.id}`)],
})

export const RUN_FIELDS = {
  id: 'id',
  status: oneOf(RUN_STATUSES),
  startedBy: 'id',
  startedTime: 'time',
  finishedTime: 'time',
} as const satisfies FilterFields

export const runValueOf = (run: ListedRun, field: keyof typeof RUN_FIELDS): FieldValue => run[field]

import type { AllocationOrder, MemberOutcome } from './auto-allocation/decision.ts'
import type { Currency } from './currency.ts'
import { type Minor, sumOf } from './money.ts'
import type { PayoutRequest } from './payout-request.ts'

/** The status machine of a batch (rules §3). */
export const BATCH_EDGES = {
  pending: ['processing'],
  processing: ['completed', 'failed'],
  completed: ['processing'],
  failed: ['processing'],
} as const satisfies Record<string, readonly string[]>

export type BatchStatus = keyof typeof BATCH_EDGES

export const BATCH_STATUSES = Object.keys(BATCH_EDGES) as BatchStatus[]

/** The statuses from which auto-allocate may start a run. */
export const RUNNABLE_STATUSES: readonly BatchStatus[] = ['pending', 'completed', 'failed']

/** Published: "limited to a maximum of 1000 payout requests per batch". */
export const BATCH_MEMBERS_LIMIT = 1000

/**
 * Members claimed in one transaction: of its 100 actions one is the batch's and one the members' list (design §6).
 * Two are kept in reserve.
 */
export const CHUNK_MEMBERS_LIMIT = 96

export type AmountByCurrency = Readonly<Record<Currency, Minor>>

export interface Batch {
  readonly id: string
  readonly userId: string
  readonly description: string | null
  readonly allocationOrder: AllocationOrder | null
  readonly status: BatchStatus
  readonly totals: BatchTotals
  readonly successCount: number
  readonly failureCount: number
  /** The latest run; null before the first. */
  readonly run: Run | null
  /** Members lie in so many chunks. */
  readonly committedChunks: number
  readonly version: number
  readonly createdTime: string
  readonly updatedTime: string
}

/** What a batch is made of before its members are known. */
export type NewBatch = Pick<Batch, 'id' | 'userId' | 'description' | 'allocationOrder' | 'createdTime'>

export interface BatchTotals {
  readonly totalCount: number
  readonly customerCount: number
  readonly amountMinor: AmountByCurrency
}

export type OutcomeCounts = Readonly<Record<MemberOutcome, number>>

export const NO_OUTCOMES: OutcomeCounts = {
  allocated: 0,
  'already-allocated': 0,
  'partially-allocated': 0,
  'not-allocated': 0,
  fault: 0,
}

export interface Run {
  readonly id: string
  readonly startedBy: string
  readonly startedTime: string
  readonly finishedTime: string | null
  /** The plan that it applies; null where it decides for itself. */
  readonly planHash: string | null
  readonly results: RunResults
}

/** A run's status is its batch's, for as long as it is the latest. */
export interface ListedRun extends Run {
  readonly status: Exclude<BatchStatus, 'pending'>
}

export const latestRun = ({ run, status }: Batch): ListedRun | null =>
  run && status !== 'pending' ? { ...run, status } : null

export interface RunResults {
  readonly outcomeCounts: OutcomeCounts
  readonly allocatedMinor: AmountByCurrency
  readonly unallocatedMinor: AmountByCurrency
}

export const NO_RESULTS: RunResults = { outcomeCounts: NO_OUTCOMES, allocatedMinor: {}, unallocatedMinor: {} }

/** Rules §3: a member is a success iff nothing of it was open when the run left it. */
export const successes = ({ outcomeCounts }: RunResults): number =>
  outcomeCounts.allocated + outcomeCounts['already-allocated']

export const outcomes = ({ outcomeCounts }: RunResults): number =>
  Object.values(outcomeCounts).reduce((sum, count) => sum + count, 0)

/** What a batch needs to know of a request to claim it and to count it. */
export type Member = Pick<PayoutRequest, 'id' | 'createdTime' | 'customerId' | 'currency' | 'amountMinor'>

/** Rules §1: oldest is (createdTime, id), by code units. Claims are taken in this one order everywhere (design §6). */
export const inClaimOrder = <M extends Member>(members: readonly M[]): M[] => members.toSorted(byAge)

export const isOlder = (one: Member, other: Member): boolean => byAge(one, other) < 0

const byAge = (a: Member, b: Member): number => compare(a.createdTime, b.createdTime) || compare(a.id, b.id)

export function totalsOf(members: readonly Member[]): BatchTotals {
  const byCurrency = Object.groupBy(members, ({ currency }) => currency)
  return {
    totalCount: members.length,
    customerCount: new Set(members.map(({ customerId }) => customerId)).size,
    amountMinor: Object.fromEntries(
      Object.entries(byCurrency).map(([currency, group = []]) => [
        currency,
        sumOf(group.map((one) => one.amountMinor)),
      ]),
    ),
  }
}

/** The batch when these are all its members (rules §3: totals are recomputed from them). */
export const withMembers = (batch: Batch, members: readonly Member[], at: string): Batch => ({
  ...batch,
  totals: totalsOf(members),
  version: batch.version + 1,
  updatedTime: at,
})

/** Sums by currency of two tallies. */
export function addAmounts(a: AmountByCurrency, b: AmountByCurrency): AmountByCurrency {
  const sums: Record<Currency, Minor> = { ...a }
  for (const [currency, amountMinor] of Object.entries(b))
    sums[currency] = (sums[currency] ?? 0n) + amountMinor
  return sums
}

export const addResults = (a: RunResults, b: RunResults): RunResults => ({
  outcomeCounts: {
    allocated: a.outcomeCounts.allocated + b.outcomeCounts.allocated,
    'already-allocated': a.outcomeCounts['already-allocated'] + b.outcomeCounts['already-allocated'],
    'partially-allocated': a.outcomeCounts['partially-allocated'] + b.outcomeCounts['partially-allocated'],
    'not-allocated': a.outcomeCounts['not-allocated'] + b.outcomeCounts['not-allocated'],
    fault: a.outcomeCounts.fault + b.outcomeCounts.fault,
  },
  allocatedMinor: addAmounts(a.allocatedMinor, b.allocatedMinor),
  unallocatedMinor: addAmounts(a.unallocatedMinor, b.unallocatedMinor),
})

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

import type { Allocation, AllocationStatus, TransactionResult } from './allocation.ts'
import type { Decision } from './auto-allocation/decision.ts'
import type { Currency } from './currency.ts'
import { type Minor, sumOf } from './money.ts'
import type { PayoutTarget, PayoutTargets } from './organization.ts'
import { isFinal, type PayoutRequest } from './payout-request.ts'
import type { TimelineMessage, TimelineType } from './timeline.ts'
import type { Webhook } from './webhook.ts'

/** What somebody should look at (rules §5): requests and allocations that rest too long, and money that is in doubt. */
export const CONCERN_KINDS = [
  'ready',
  'approved',
  'unallocated',
  'blocked',
  'pending',
  'queued',
  'processing',
  'unknown',
  'waiting-completion',
  'uncovered',
  'conflicting-result',
  'webhook-paused',
] as const

export type ConcernKind = (typeof CONCERN_KINDS)[number]

/** One payout request, allocation or webhook that needs attention. */
export interface Concern {
  readonly kind: ConcernKind
  /** Why a run left it unallocated, or the desk paused it; null for every other kind. */
  readonly reason: string | null
  /** Null where no money is at stake. */
  readonly currency: Currency | null
  /** What is at stake: the amount that rests, is not allocated, or is in doubt. */
  readonly amountMinor: Minor
  /** The last change of it; it has been so at least since then. */
  readonly since: string
}

/** How long things may rest, and by when. */
export interface Patience {
  readonly targets: PayoutTargets
  readonly now: Date
}

/**
 * A request is one concern at most: blocked, else what its batch's last run did not place, else resting too long.
 * `lastDecision` is that run's; undefined where there was none.
 */
export function concernOfRequest(
  request: PayoutRequest,
  lastDecision: Pick<Decision, 'outcome' | 'reason'> | undefined,
  patience: Patience,
): Concern[] {
  const { status, currency, unallocatedMinor, paidMinor, amountMinor } = request
  const concern = (kind: ConcernKind, atStake: Minor, reason: string | null = null): Concern[] => [
    { kind, reason, currency, amountMinor: atStake, since: request.updatedTime },
  ]
  if (isFinal(status)) return []
  if (request.blocked) return concern('blocked', amountMinor - paidMinor)
  if (lastDecision && isLeft(request)) return concern('unallocated', unallocatedMinor, reasonOf(lastDecision))
  const rests = status === 'ready' || status === 'approved'
  return rests && isTooLong(request, status, patience) ? concern(status, unallocatedMinor) : []
}

/** Where a run's outcome still matters: something is open, and it could be allocated. */
export const isLeft = ({ status, blocked, unallocatedMinor }: PayoutRequest): boolean =>
  (status === 'approved' || status === 'in-progress') && !blocked && unallocatedMinor > 0n

/** What was placed and is open again was given back since. */
const reasonOf = ({ outcome, reason }: Pick<Decision, 'outcome' | 'reason'>): string =>
  outcome === 'allocated' || outcome === 'already-allocated' ? 'given-back' : (reason ?? outcome)

/** An uncovered allocation concerns as such, also where it has been pending too long. */
export function concernOfAllocation(
  allocation: Allocation,
  uncovered: boolean,
  patience: Patience,
): Concern[] {
  const { currency, amountMinor, updatedTime, status } = allocation
  const concern = (kind: ConcernKind): Concern[] => [
    { kind, reason: null, currency, amountMinor, since: updatedTime },
  ]
  if (status === 'processing' && allocation.transactionStatus === 'timeout') return concern('unknown')
  if (uncovered) return concern('uncovered')
  const kind = RESTING[status]
  return kind && isTooLong(allocation, TARGETS[kind], patience) ? concern(kind) : []
}

type RestingKind = Extract<ConcernKind, AllocationStatus>

const RESTING: Partial<Record<AllocationStatus, RestingKind>> = {
  pending: 'pending',
  queued: 'queued',
  processing: 'processing',
  'waiting-completion': 'waiting-completion',
}

const TARGETS: Readonly<Record<RestingKind, PayoutTarget>> = {
  pending: 'pending',
  queued: 'queued',
  processing: 'processing',
  'waiting-completion': 'waitingCompletion',
}

const HOUR = 3_600_000

const isTooLong = (
  { updatedTime }: { readonly updatedTime: string },
  target: PayoutTarget,
  { targets, now }: Patience,
): boolean => now.getTime() - Date.parse(updatedTime) > targets[target] * HOUR

/** A webhook that the desk does not call any more; what happens meanwhile is kept for it. */
export const concernOfWebhook = ({ pause }: Webhook): Concern[] =>
  pause
    ? [{ kind: 'webhook-paused', reason: pause.reason, currency: null, amountMinor: 0n, since: pause.since }]
    : []

interface Money {
  readonly currency: Currency
  readonly amountMinor: Minor
}

/** Whether the gateway's word on a payment denies what its allocation has come to (rules §5). */
export function contradicts(
  allocation: Money & { readonly status: AllocationStatus },
  credit: Money & { readonly result: TransactionResult },
): boolean {
  if (credit.amountMinor !== allocation.amountMinor || credit.currency !== allocation.currency) return true
  if (allocation.status === 'completed') return DENIALS.includes(credit.result)
  return UNPAID.includes(allocation.status) && credit.result === 'approved'
}

/** After its last word somebody has let the request go on, or has said in its timeline what they found. */
export const isDealtWith = (
  timeline: readonly Pick<TimelineMessage, 'type' | 'occurredTime'>[],
  toldTime: string,
): boolean =>
  timeline.some(({ type, occurredTime }) => occurredTime > toldTime && ACKNOWLEDGEMENTS.includes(type))

const ACKNOWLEDGEMENTS: readonly TimelineType[] = ['payout-request-unblocked', 'timeline-comment-created']

const DENIALS: readonly TransactionResult[] = ['declined', 'canceled', 'abandoned']
const UNPAID: readonly AllocationStatus[] = ['declined', 'failed']

export interface ConcernGroup {
  readonly kind: ConcernKind
  readonly reason: string | null
  readonly count: number
  readonly amountMinor: Readonly<Record<Currency, Minor>>
  readonly oldestTime: string | null
}

/** By kind, and by reason where there are several; a kind without any concern is there with none. */
export const groupsOf = (concerns: readonly Concern[]): ConcernGroup[] =>
  CONCERN_KINDS.flatMap((kind) => {
    const ofKind = concerns.filter((concern) => concern.kind === kind)
    if (ofKind.length === 0) return [groupOf(kind, null, [])]
    const byReason = [...Map.groupBy(ofKind, ({ reason }) => reason)]
    return byReason
      .map(([reason, group]) => groupOf(kind, reason, group))
      .sort((one, other) => ((one.reason ?? '') < (other.reason ?? '') ? -1 : 1))
  })

const groupOf = (kind: ConcernKind, reason: string | null, group: readonly Concern[]): ConcernGroup => ({
  kind,
  reason,
  count: group.length,
  amountMinor: Object.fromEntries(
    [...Map.groupBy(group, ({ currency }) => currency)].flatMap(([currency, same]) =>
      currency === null ? [] : [[currency, sumOf(same.map(({ amountMinor }) => amountMinor))]],
    ),
  ),
  oldestTime: group.reduce<string | null>(
    (oldest, { since }) => (oldest === null || since < oldest ? since : oldest),
    null,
  ),
})

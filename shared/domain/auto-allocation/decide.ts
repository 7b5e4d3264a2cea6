import { ALLOCATIONS_PER_REQUEST_LIMIT } from '../allocation.ts'
import { sumOf } from '../money.ts'
import type { PayoutRequest, PayoutRequestStatus } from '../payout-request.ts'
import { sortOut } from './candidates.ts'
import { capContext } from './cap.ts'
import {
  type Decision,
  type DecisionInput,
  LEGS_PER_REQUEST_LIMIT,
  type MemberOutcome,
  type RequestReason,
} from './decision.ts'
import type { Left } from './left.ts'
import { shareOut } from './proportional.ts'
import { repair } from './repair.ts'
import { legOf, type Step, traceOfRefused } from './step.ts'
import { walk } from './walk.ts'
import { byIds, walkOrder } from './walk-order.ts'

/**
 * Which amounts of a payout request go to which instrument through which gateway account, what stays unallocated,
 * and why (rules §4.1 to §4.4). Throws on a profile that is not the request's, which the caller rules out.
 */
export function decide(input: DecisionInput): Decision {
  demandDecidable(input)
  const { request } = input
  const reason = whyNoWalk(input)
  if (reason !== null) return withoutLegs(request, 'not-allocated', reason)
  if (isNothingOpen(request)) return withoutLegs(request, 'already-allocated', null)

  const { candidates, refused } = sortOut(input)
  const inOrder = candidates.sort(walkOrder(input.policy, request.paymentInstrumentId))
  const place = input.policy === 'proportional' ? shareOut : walk
  const placed = place(inOrder, leftAtFirst(input), capContext(input.customer))
  const steps = repair(placed.steps, placed.left)
  return {
    ...result(request, steps),
    candidates: [...steps.map(({ trace }) => trace), ...refused.sort(byIds).map(traceOfRefused)],
  }
}

function demandDecidable({ request, customer }: DecisionInput): void {
  if (customer.customerId !== request.customerId || customer.currency !== request.currency)
    throw new RangeError(`The profile is not of the customer and currency of ${request.id}.`)
}

/** The first that holds. What is settled comes before what could be mended: a fulfilled request may be blocked. */
function whyNoWalk({ request, customer }: DecisionInput): RequestReason | null {
  const reason = REASON_BY_STATUS[request.status]
  if (reason !== null || isNothingOpen(request)) return reason
  if (request.blocked) return 'blocked'
  if (legsLimit(request) <= 0) return 'allocation-limit'
  return customer.instruments.length === 0 ? 'no-instrument' : null
}

const isNothingOpen = ({ status, unallocatedMinor }: PayoutRequest): boolean =>
  status === 'fulfilled' || unallocatedMinor === 0n

const REASON_BY_STATUS: Readonly<Record<PayoutRequestStatus, RequestReason | null>> = {
  pending: 'not-approved',
  ready: 'not-approved',
  approved: null,
  'in-progress': null,
  fulfilled: null,
  canceled: 'canceled',
  split: 'split',
  merged: 'not-approved',
}

const legsLimit = ({ allocationCount }: PayoutRequest): number =>
  Math.min(LEGS_PER_REQUEST_LIMIT, ALLOCATIONS_PER_REQUEST_LIMIT - allocationCount)

const leftAtFirst = ({ request, periodLeft }: DecisionInput): Left => ({
  neededMinor: request.unallocatedMinor,
  legs: legsLimit(request),
  periodLeft,
})

const withoutLegs = (
  { unallocatedMinor }: PayoutRequest,
  outcome: MemberOutcome,
  reason: RequestReason | null,
): Decision => ({ outcome, reason, legs: [], unallocatedMinor, candidates: [] })

function result({ unallocatedMinor }: PayoutRequest, steps: readonly Step[]): Omit<Decision, 'candidates'> {
  const legs = steps.flatMap(legOf)
  const restMinor = unallocatedMinor - sumOf(legs.map((leg) => leg.amountMinor))
  const outcome: MemberOutcome =
    restMinor === 0n ? 'allocated' : legs.length > 0 ? 'partially-allocated' : 'not-allocated'
  return {
    outcome,
    reason: outcome === 'not-allocated' ? 'no-capacity' : null,
    legs,
    unallocatedMinor: restMinor,
  }
}

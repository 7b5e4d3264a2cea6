import type { Decision, PeriodLeft, RequestReason } from './auto-allocation/decision.ts'
import type { CustomerProfile } from './customer.ts'
import { type Minor, sumOf } from './money.ts'
import type { PayoutRequest } from './payout-request.ts'
import type { FingerprintOf } from './plan-fingerprint.ts'

/** What a plan says of one member: what becomes of it, as long as nothing that this was decided on changes. */
export interface PlannedMember {
  readonly payoutRequestId: string
  readonly customerId: string
  readonly currency: string
  readonly amountMinor: Minor
  readonly availableBeforeMinor: Minor
  readonly fingerprint: string
  readonly decision: Decision
  /** Names the log line of a fault. */
  readonly errorId: string | null
}

/** A reviewed plan beside the world as it is now. */
export interface PlanToApply {
  readonly members: ReadonlyMap<string, PlannedMember>
  readonly fingerprintOf: FingerprintOf
}

/**
 * The member's planned legs, or nothing (rules §4.7). Where nothing is open nothing was to be done either, whoever
 * did it: the second time that a plan is applied, its members are `already-allocated` (rules §3).
 */
export function plannedDecision(
  { members, fingerprintOf }: PlanToApply,
  { request, customer }: { readonly request: PayoutRequest; readonly customer: CustomerProfile },
  periodLeft: PeriodLeft,
): Decision {
  if (isAllocated(request)) return withoutLegs(request, 'already-allocated', null)
  const planned = members.get(request.id)
  if (!planned) return withoutLegs(request, 'not-allocated', 'not-in-plan')
  if (planned.decision.outcome === 'fault') throw new Error('The plan has no decision for this member.')
  const holds =
    planned.fingerprint === fingerprintOf(request, customer) && hasRoom(planned.decision, periodLeft)
  return holds ? planned.decision : withoutLegs(request, 'not-allocated', 'plan-drifted')
}

const isAllocated = ({ status, unallocatedMinor }: PayoutRequest): boolean =>
  status === 'fulfilled' || (status === 'in-progress' && unallocatedMinor === 0n)

/** In every window that the legs would be taken of. */
function hasRoom({ legs }: Decision, periodLeft: PeriodLeft): boolean {
  return [...Map.groupBy(legs, ({ gatewayAccountId }) => gatewayAccountId)].every(([account, group]) => {
    const left = periodLeft.get(account)
    return left === undefined || sumOf(group.map(({ amountMinor }) => amountMinor)) <= left
  })
}

const withoutLegs = (
  { unallocatedMinor }: PayoutRequest,
  outcome: 'already-allocated' | 'not-allocated',
  reason: RequestReason | null,
): Decision => ({ outcome, reason, legs: [], unallocatedMinor, candidates: [] })

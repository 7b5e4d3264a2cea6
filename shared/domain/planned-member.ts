import type { Decision, DecisionInput, PeriodLeft, RequestReason } from './auto-allocation/decision.ts'
import { sumOf } from './money.ts'
import type { PayoutRequest } from './payout-request.ts'
import type { FingerprintOf } from './plan-fingerprint.ts'
import type { RunRow } from './run-part.ts'

/** What a plan says of one member: what becomes of it, as long as nothing that this was decided on changes. */
export interface PlannedMember extends RunRow {
  readonly fingerprint: string
  /** What the windows left when it was decided: no part of the fingerprint, but of what the decision was made from. */
  readonly periodLeft: PeriodLeft
}

/** A reviewed plan beside the world as it is now. */
export interface PlanToApply {
  readonly members: ReadonlyMap<string, PlannedMember>
  readonly fingerprintOf: FingerprintOf
}

/** A decision, and what it was made from; null where the run itself gave the outcome. */
export interface PlannedOutcome {
  readonly decision: Decision
  readonly basis: DecisionInput | null
}

/**
 * The member's planned legs, or nothing (rules §4.7). Where nothing is open nothing was to be done either, whoever
 * did it: the second time that a plan is applied, its members are `already-allocated` (rules §3).
 */
export function plannedOutcome(
  { members, fingerprintOf }: PlanToApply,
  found: DecisionInput,
): PlannedOutcome {
  const { request, customer, periodLeft } = found
  if (isAllocated(request)) return withoutLegs(request, 'already-allocated', null)
  const planned = members.get(request.id)
  if (!planned) return withoutLegs(request, 'not-allocated', 'not-in-plan')
  if (planned.decision.outcome === 'fault') throw new Error('The plan has no decision for this member.')
  const holds =
    planned.fingerprint === fingerprintOf(request, customer) && hasRoom(planned.decision, periodLeft)
  if (!holds) return withoutLegs(request, 'not-allocated', 'plan-drifted')
  return { decision: planned.decision, basis: { ...found, periodLeft: planned.periodLeft } }
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
): PlannedOutcome => ({
  decision: { outcome, reason, legs: [], unallocatedMinor, candidates: [] },
  basis: null,
})

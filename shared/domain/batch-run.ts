import { type SetAside, setAside } from './allocate.ts'
import type { Allocation } from './allocation.ts'
import { decidedLegs } from './auto-allocate.ts'
import { afterLegs, periodLeftAfter } from './auto-allocation/after-legs.ts'
import { decide } from './auto-allocation/decide.ts'
import type {
  AllocationOrder,
  AllocationPolicy,
  Decision,
  DecisionInput,
  PastAllocation,
  PeriodLeft,
  RequestReason,
} from './auto-allocation/decision.ts'
import { inClaimOrder, type Member, NO_RESULTS, type RunResults } from './batch.ts'
import type { Currency } from './currency.ts'
import type { CustomerProfile } from './customer.ts'
import type { PayoutGateway } from './gateway-account.ts'
import { type Minor, sumOf } from './money.ts'
import type { PayoutRequest } from './payout-request.ts'
import type { Stamp } from './payout-request-changes.ts'
import { type PlanToApply, plannedOutcome } from './planned-member.ts'

/** Members decided by one Lambda call, unless one customer has more (design §7). */
export const CHUNK_REQUESTS_LIMIT = 64

/** What is decided with, for every member alike. */
export interface RunRules {
  readonly gateways: readonly PayoutGateway[]
  readonly order: AllocationOrder
  readonly policy: AllocationPolicy
}

/** What a run decides with: read once, consistently, when it begins (rules §4.6). */
export interface RunInput extends RunRules {
  /** The plan that it applies; null where it decides for itself. */
  readonly planHash: string | null
  /** Ids of the members, grouped so that no two chunks share a customer. */
  readonly chunks: readonly (readonly string[])[]
}

/** Packs whole customers, first-fit, oldest first; a customer with more requests than fit is a chunk of its own. */
export function chunksOf(members: readonly Member[]): string[][] {
  const chunks: string[][] = []
  for (const [, group = []] of Map.groupBy(inClaimOrder(members), ({ customerId }) => customerId)) {
    const ids = group.map(({ id }) => id)
    const roomy = chunks.find((chunk) => chunk.length + ids.length <= CHUNK_REQUESTS_LIMIT)
    if (roomy) roomy.push(...ids)
    else chunks.push(ids)
  }
  return chunks
}

/** A member as it was loaded for its decision. */
export interface LoadedMember {
  readonly request: PayoutRequest
  readonly allocations: readonly PastAllocation[]
  readonly customer: CustomerProfile
  /** Why the rest of it could not be read: it has no decision. */
  readonly unreadable?: unknown
}

/** A decided member, with what is to be written: nothing where it has no legs. */
export interface DecidedMember {
  readonly request: PayoutRequest
  /** As the decision saw it: with what earlier requests of the same customer took. */
  readonly customer: CustomerProfile
  readonly decision: Decision
  /** All that the decision was made from; null where the run itself gave the outcome. */
  readonly basis: DecisionInput | null
  readonly setAside: SetAside | null
  /** Names the log line of a fault. */
  readonly errorId: string | null
}

export interface RunContext {
  readonly batchId: string
  readonly runId: string
  readonly input: RunRules
  /** Where a plan is applied, nothing else is decided on. */
  readonly plan?: PlanToApply | undefined
  /** What the rolling windows leave these members. */
  readonly periodLeft: ReadonlyMap<Currency, PeriodLeft>
  readonly stamp: Stamp
  /** Tells the log of a decision that threw, and gives the id under which. */
  readonly onFault: (request: PayoutRequest, fault: unknown) => string
}

/** Decides members in order, each on what the earlier ones left of their customer's cover and of the windows. */
export function decideMembers(members: readonly LoadedMember[], run: RunContext): DecidedMember[] {
  const profiles = new Map<string, CustomerProfile>()
  const periodLeft = new Map(run.periodLeft)
  return members.map((member) => {
    const { customerId, currency } = member.customer
    const profile = `${customerId} ${currency}`
    const customer = profiles.get(profile) ?? member.customer
    const left = periodLeft.get(currency) ?? new Map()
    const decided = decideMember({ ...member, customer }, left, run)
    profiles.set(profile, afterLegs(customer, decided.decision.legs))
    periodLeft.set(currency, periodLeftAfter(left, decided.decision.legs))
    return decided
  })
}

/** A decision that throws concerns its own request only. */
function decideMember(member: LoadedMember, periodLeft: PeriodLeft, run: RunContext): DecidedMember {
  const { request, customer, unreadable } = member
  if (request.claim?.batch !== run.batchId) return undecided(member, 'removed-from-batch')
  if (unreadable !== undefined) return faulty(member, run.onFault(request, unreadable))
  try {
    const { gateways, order, policy } = run.input
    const found = { request, customer, allocations: member.allocations, gateways, order, policy, periodLeft }
    const { decision, basis } = run.plan
      ? plannedOutcome(run.plan, found)
      : { decision: decide(found), basis: found }
    const legs = decidedLegs(decision, found)
    return {
      request,
      customer,
      decision,
      basis,
      setAside: legs.length > 0 ? setAside(request, legs, run) : null,
      errorId: null,
    }
  } catch (fault) {
    return faulty(member, run.onFault(request, fault))
  }
}

export const allocationsOf = (members: readonly DecidedMember[]): Allocation[] =>
  members.flatMap(({ setAside: placed }) => placed?.allocations ?? [])

export const faulty = (
  { request, customer }: Pick<LoadedMember, 'request' | 'customer'>,
  errorId: string,
): DecidedMember => ({
  request,
  customer,
  decision: { ...NOTHING_DECIDED, outcome: 'fault', unallocatedMinor: request.unallocatedMinor },
  basis: null,
  setAside: null,
  errorId,
})

/** Nothing was decided for it, for a reason that concerns the whole request. */
export const undecided = (
  { request, customer }: Pick<LoadedMember, 'request' | 'customer'>,
  reason: RequestReason,
): DecidedMember => ({
  request,
  customer,
  decision: { ...NOTHING_DECIDED, reason, unallocatedMinor: request.unallocatedMinor },
  basis: null,
  setAside: null,
  errorId: null,
})

const NOTHING_DECIDED = { outcome: 'not-allocated', reason: null, legs: [], candidates: [] } as const

/** What these members add to their run's results. */
export function resultsOf(members: readonly Pick<DecidedMember, 'request' | 'decision'>[]): RunResults {
  const count = (outcome: Decision['outcome']) =>
    members.filter(({ decision }) => decision.outcome === outcome).length
  const byCurrency = Map.groupBy(members, ({ request }) => request.currency)
  const amounts = (amountOf: (decision: Decision) => Minor) =>
    Object.fromEntries(
      [...byCurrency].map(([currency, group]) => [
        currency,
        sumOf(group.map(({ decision }) => amountOf(decision))),
      ]),
    )
  return {
    ...NO_RESULTS,
    outcomeCounts: {
      allocated: count('allocated'),
      'already-allocated': count('already-allocated'),
      'partially-allocated': count('partially-allocated'),
      'not-allocated': count('not-allocated'),
      fault: count('fault'),
    },
    allocatedMinor: amounts(({ legs }) => sumOf(legs.map(({ amountMinor }) => amountMinor))),
    unallocatedMinor: amounts(({ unallocatedMinor }) => unallocatedMinor),
  }
}

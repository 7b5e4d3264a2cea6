import { afterLegs, periodLeftAfter } from './auto-allocation/after-legs.ts'
import { barredPairs } from './auto-allocation/candidates.ts'
import type { Decision, DecisionInput, PeriodLeft } from './auto-allocation/decision.ts'
import { encodeProfile, type StoredProfile } from './auto-allocation/stored-profile.ts'
import { list, minor, orNull, record, text } from './auto-allocation/stored-values.ts'
import { decodeDecision, encodeDecision } from './auto-allocation/trace.ts'
import type { DecidedMember } from './batch-run.ts'
import type { Currency } from './currency.ts'
import type { Minor } from './money.ts'
import type { PayoutRequestStatus } from './payout-request.ts'

/** What a part item keeps of each of its members: the decision, and the facts that it was made from. */
export interface StoredRow {
  readonly id: string
  readonly customer: string
  readonly currency: Currency
  readonly amount: string
  readonly open: string
  readonly allocationCount?: number
  readonly errorId?: string
  readonly facts?: StoredFacts
  readonly decision: string
}

/**
 * What a decision was made from besides its row and the run's input. Each is left out where it is as usual; profile and
 * windows also where they are what the part's earlier decisions left: `replay` (replay.ts) has them by then.
 */
export interface StoredFacts {
  readonly status?: PayoutRequestStatus
  readonly blocked?: true
  readonly selected?: string
  /** Pairs that the gateway's refusals bar: what became of the request's earlier allocations counts for no more. */
  readonly barred?: readonly string[]
  readonly profile?: StoredProfile
  /** Position of the gateway account, and what its period left. */
  readonly periodLeft?: readonly (readonly [gateway: number, leftMinor: string])[]
}

/** An outcome as it is read back. */
export interface RunRow {
  readonly payoutRequestId: string
  readonly customerId: string
  readonly currency: Currency
  readonly amountMinor: Minor
  readonly availableBeforeMinor: Minor
  /** How many allocations the request had: its legs became the next ones. */
  readonly allocationCount: number
  readonly errorId: string | null
  readonly decision: Decision
}

export function encodePart(members: readonly DecidedMember[]): StoredRow[] {
  const derivable = new Map<string, string>()
  return members.map(({ request, decision, basis, errorId }) => ({
    id: request.id,
    customer: request.customerId,
    currency: request.currency,
    amount: String(request.amountMinor),
    open: String(request.unallocatedMinor),
    ...(request.allocationCount > 0 && { allocationCount: request.allocationCount }),
    ...(errorId !== null && { errorId }),
    ...(basis && { facts: factsOf(basis, decision, derivable) }),
    decision: encodeDecision(decision),
  }))
}

/** Throws on anything that `encodePart` does not write. */
export const decodeRows = (stored: unknown): RunRow[] =>
  list(stored).map((one) => {
    const row = record(one)
    return {
      payoutRequestId: text(row.id),
      customerId: text(row.customer),
      currency: text(row.currency),
      amountMinor: minor(row.amount),
      availableBeforeMinor: minor(row.open),
      allocationCount: Number(row.allocationCount ?? 0),
      errorId: orNull(row.errorId ?? null, text),
      decision: decodeDecision(text(row.decision)),
    }
  })

/** `derivable` holds, as text, what `replay` will have made of the decisions before; windows it takes for uncapped. */
function factsOf(basis: DecisionInput, { legs }: Decision, derivable: Map<string, string>): StoredFacts {
  const { request, allocations, customer, periodLeft } = basis
  const unlessDerivable = <Fact>(name: string, before: Fact, after: Fact): Fact | undefined => {
    const isDerivable = (derivable.get(name) ?? '[]') === JSON.stringify(before)
    derivable.set(name, JSON.stringify(after))
    return isDerivable ? undefined : before
  }
  const profile = unlessDerivable(
    `${request.customerId} ${request.currency}`,
    encodeProfile(customer, basis),
    encodeProfile(afterLegs(customer, legs), basis),
  )
  const left = unlessDerivable(
    request.currency,
    encodePeriodLeft(periodLeft, basis),
    encodePeriodLeft(periodLeftAfter(periodLeft, legs), basis),
  )
  const barred = [...barredPairs(allocations)].toSorted()
  return {
    ...(request.status !== 'approved' && { status: request.status }),
    ...(request.blocked && { blocked: true }),
    ...(request.paymentInstrumentId !== null && { selected: request.paymentInstrumentId }),
    ...(barred.length > 0 && { barred }),
    ...(profile && { profile }),
    ...(left && { periodLeft: left }),
  }
}

const encodePeriodLeft = (
  periodLeft: PeriodLeft,
  { gateways }: DecisionInput,
): NonNullable<StoredFacts['periodLeft']> =>
  gateways.flatMap(({ id }, position) => {
    const leftMinor = periodLeft.get(id)
    return leftMinor === undefined ? [] : [[position, String(leftMinor)] as const]
  })

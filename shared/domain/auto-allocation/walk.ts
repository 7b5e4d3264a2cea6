import { exposureOf } from '../customer.ts'
import type { Minor } from '../money.ts'
import type { Candidate, Pair, RefusedPair } from './candidates.ts'
import { type CapContext, capOf, tightest } from './cap.ts'
import type { CandidateTrace, Leg, PairReason } from './decision.ts'

/** A candidate and what the walk did with it. */
export interface Step {
  readonly candidate: Candidate
  readonly trace: CandidateTrace
}

/** Takes from each pair in turn what is still missing, as far as its cap allows (rules §4.3). */
export function walk(
  candidates: readonly Candidate[],
  openMinor: Minor,
  legsLimit: number,
  context: CapContext,
): Step[] {
  let neededMinor = openMinor
  let legsLeft = legsLimit
  return candidates.map((candidate) => {
    const trace = visit(candidate, neededMinor, legsLeft, context)
    neededMinor -= trace.tookMinor
    if (trace.tookMinor > 0n) legsLeft -= 1
    return { candidate, trace }
  })
}

export const legOf = ({ candidate, trace }: Step): Leg[] =>
  trace.limitedBy === null
    ? []
    : [
        {
          paymentInstrumentId: trace.paymentInstrumentId,
          gatewayAccountId: trace.gatewayAccountId,
          amountMinor: trace.tookMinor,
          limitedBy: trace.limitedBy,
          exposureMinor: trace.exposureMinor,
          needsHeadroom: candidate.gateway.readyToPayoutInstruction === 'covered-payout',
        },
      ]

export const traceOfRefused = ({ reason, ...pair }: RefusedPair): CandidateTrace => ({
  ...describe(pair),
  token: null,
  capacityMinor: 0n,
  transactionMaximumMinor: null,
  periodLeftMinor: null,
  neededMinor: 0n,
  tookMinor: 0n,
  limitedBy: null,
  reason,
})

function visit(
  candidate: Candidate,
  neededMinor: Minor,
  legsLeft: number,
  context: CapContext,
): CandidateTrace {
  const { usedUp, ...parts } = capOf(candidate, context)
  const bound = tightest(parts)
  const reason = usedUp ?? whyPassedOver(neededMinor, legsLeft)
  const isBound = bound !== undefined && bound.amountMinor < neededMinor
  const wouldTakeMinor = isBound ? bound.amountMinor : neededMinor
  return {
    ...describe(candidate),
    token: candidate.token,
    ...parts,
    neededMinor,
    tookMinor: reason === null ? wouldTakeMinor : 0n,
    limitedBy: reason !== null ? null : isBound ? bound.limit : 'amount',
    reason,
  }
}

function whyPassedOver(neededMinor: Minor, legsLeft: number): PairReason | null {
  if (neededMinor === 0n) return 'not-needed'
  return legsLeft === 0 ? 'leg-limit' : null
}

const describe = ({ instrument, gateway, exposure }: Pair) => ({
  paymentInstrumentId: instrument.id,
  gatewayAccountId: gateway.id,
  exposureMinor: exposureOf(exposure),
  openMinor: exposure.openMinor,
})

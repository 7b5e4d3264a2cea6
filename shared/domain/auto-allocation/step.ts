import { exposureOf } from '../customer.ts'
import type { Minor } from '../money.ts'
import type { Candidate, Pair, RefusedPair } from './candidates.ts'
import type { CapParts } from './cap.ts'
import type { CandidateTrace, Leg, LegLimit, PairReason } from './decision.ts'

/** A candidate and what became of it. */
export interface Step {
  readonly candidate: Candidate
  readonly trace: CandidateTrace
}

export type Taken = Pick<CandidateTrace, 'tookMinor' | 'limitedBy' | 'reason'>

export const taken = (tookMinor: Minor, limitedBy: LegLimit): Taken => ({
  tookMinor,
  limitedBy,
  reason: null,
})

export const nothingTaken = (reason: PairReason): Taken => ({ tookMinor: 0n, limitedBy: null, reason })

export const stepOf = (candidate: Candidate, parts: CapParts, neededMinor: Minor, result: Taken): Step => ({
  candidate,
  trace: {
    ...describe(candidate),
    token: candidate.token,
    capacityMinor: parts.capacityMinor,
    transactionMaximumMinor: parts.transactionMaximumMinor,
    transactionMinimumMinor: parts.transactionMinimumMinor,
    periodLeftMinor: parts.periodLeftMinor,
    neededMinor,
    ...result,
    movedMinor: 0n,
  },
})

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
  transactionMinimumMinor: null,
  periodLeftMinor: null,
  neededMinor: 0n,
  ...nothingTaken(reason),
  movedMinor: 0n,
})

const describe = ({ instrument, gateway, exposure }: Pair) => ({
  paymentInstrumentId: instrument.id,
  gatewayAccountId: gateway.id,
  exposureMinor: exposureOf(exposure),
  openMinor: exposure.openMinor,
})

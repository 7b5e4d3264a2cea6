import * as z from 'zod'
import {
  ALLOCATION_POLICIES,
  type CandidateTrace,
  LEG_LIMITS,
  PAIR_REASONS,
} from '../domain/auto-allocation/decision.ts'
import type { RunRules } from '../domain/batch-run.ts'
import { PAYOUT_INSTRUCTIONS } from '../domain/gateway-account.ts'
import { type Minor, smallest } from '../domain/money.ts'
import type { RunRow } from '../domain/run-part.ts'
import { decimal, id, money } from './fields.ts'
import { OutcomeRepresentation, representOutcome } from './outcome.ts'
import { LIMIT_EXPLANATIONS, PAIR_EXPLANATIONS, REQUEST_EXPLANATIONS } from './outcome-reasons.ts'

const Candidate = z.object({
  paymentInstrumentId: id,
  gatewayAccountId: id,
  gatewayName: z.string().nullable(),
  gatewayPayoutInstruction: z.enum(PAYOUT_INSTRUCTIONS).nullable(),
  /** The entry of the allocation order that covers the instrument; null for a pair that was never looked into. */
  orderEntry: z.string().nullable(),
  /** Payments less payouts on the pair, and what was set aside and not yet paid. */
  exposureAmount: money,
  openAmount: money,
  /** The parts of its cap; null is no limit. */
  capacityAmount: money.nullable(),
  transactionMaximumAmount: money.nullable(),
  transactionMinimumAmount: money.nullable(),
  periodLeftAmount: money.nullable(),
  /** What was missing when the walk came to it, what its cap allowed of that (null is no limit), and what it took. */
  neededAmount: money,
  availableAmount: money.nullable(),
  allocatedAmount: money,
  /** What of it a repair has brought from other pairs, or taken away (negative). */
  movedAmount: money,
  limitedBy: z.enum(LEG_LIMITS).nullable(),
  /** Null exactly when it took something. */
  reason: z.enum(PAIR_REASONS).nullable(),
  /** Why it took no more, in words. */
  explanation: z.string(),
})

/** Answer of GET …/outcomes/{payoutRequestId}: the outcome, and every pair in the order of the walk. */
export const OutcomeTraceRepresentation = OutcomeRepresentation.extend({
  /** The reason in words; null where there is none. */
  explanation: z.string().nullable(),
  /** What the run decided with. */
  allocationOrder: z.array(z.string()),
  allocationPolicy: z.enum(ALLOCATION_POLICIES),
  candidates: z.array(Candidate),
})

export function representTrace(
  row: RunRow,
  runId: string | null,
  { gateways, order, policy }: RunRules,
): z.infer<typeof OutcomeTraceRepresentation> {
  const { reason, candidates } = row.decision
  const accounts = new Map(gateways.map((gateway) => [gateway.id, gateway]))
  return {
    ...representOutcome(row, runId),
    explanation: reason && REQUEST_EXPLANATIONS[reason],
    allocationOrder: [...order],
    allocationPolicy: policy,
    candidates: candidates.map((pair) => {
      const gateway = accounts.get(pair.gatewayAccountId)
      return {
        paymentInstrumentId: pair.paymentInstrumentId,
        gatewayAccountId: pair.gatewayAccountId,
        gatewayName: gateway?.gatewayName ?? null,
        gatewayPayoutInstruction: gateway?.readyToPayoutInstruction ?? null,
        orderEntry: pair.token,
        ...amountsOf(pair, row.currency),
        limitedBy: pair.limitedBy,
        reason: pair.reason,
        explanation: explanationOf(pair),
      }
    }),
  }
}

function amountsOf(pair: CandidateTrace, currency: string) {
  const limit = (minor: Minor | null) => (minor === null ? null : decimal(minor, currency))
  return {
    exposureAmount: decimal(pair.exposureMinor, currency),
    openAmount: decimal(pair.openMinor, currency),
    capacityAmount: limit(pair.capacityMinor),
    transactionMaximumAmount: limit(pair.transactionMaximumMinor),
    transactionMinimumAmount: limit(pair.transactionMinimumMinor),
    periodLeftAmount: limit(pair.periodLeftMinor),
    neededAmount: decimal(pair.neededMinor, currency),
    availableAmount: limit(availableMinor(pair)),
    allocatedAmount: decimal(pair.tookMinor, currency),
    movedAmount: decimal(pair.movedMinor, currency),
  }
}

/** The least of the cap's parts; a window may be overdrawn. */
function availableMinor(pair: CandidateTrace): Minor | null {
  const parts = [pair.capacityMinor, pair.transactionMaximumMinor, pair.periodLeftMinor]
  const [first, ...others] = parts.filter((limit) => limit !== null)
  if (first === undefined) return null
  const least = smallest(first, ...others)
  return least < 0n ? 0n : least
}

function explanationOf({ reason, limitedBy }: CandidateTrace): string {
  if (reason !== null) return PAIR_EXPLANATIONS[reason]
  if (limitedBy === null) throw new Error('A pair that took something is limited by something.')
  return LIMIT_EXPLANATIONS[limitedBy]
}

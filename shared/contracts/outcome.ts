import * as z from 'zod'
import {
  LEG_LIMITS,
  MEMBER_OUTCOMES,
  PAIR_REASONS,
  REQUEST_REASONS,
} from '../domain/auto-allocation/decision.ts'
import { allocationId } from '../domain/identifiers.ts'
import type { RunRow } from '../domain/run-part.ts'
import type { Cell } from './csv.ts'
import { decimal, id, money } from './fields.ts'
import type { FilterFields } from './filter.ts'
import { type FieldValue, oneOf } from './filter-values.ts'

/** What a run made of one member, or would make of it by a plan (rules §4.8). */
export const OutcomeRepresentation = z.object({
  payoutRequestId: id,
  customerId: id,
  currency: z.string(),
  amount: money,
  /** What was open of the amount when the run came to it; allocated and unallocated add up to it. */
  availableBefore: money,
  allocatedAmount: money,
  unallocatedAmount: money,
  outcome: z.enum(MEMBER_OUTCOMES),
  /** Why nothing was placed; null unless the outcome is `not-allocated`. */
  reason: z.enum(REQUEST_REASONS).nullable(),
  /** Why pairs of an instrument and a gateway account took nothing, each reason once. */
  reasons: z.array(z.enum(PAIR_REASONS)),
  legs: z.array(
    z.object({
      /** Null in a plan, which sets nothing aside. */
      allocationId: id.nullable(),
      paymentInstrumentId: id,
      gatewayAccountId: id,
      amount: money,
      limitedBy: z.enum(LEG_LIMITS),
    }),
  ),
  /** Null in a plan. */
  runId: z.string().nullable(),
  /** Names the log line of a fault. */
  errorId: z.string().nullable(),
})

export function representOutcome(row: RunRow, runId: string | null): z.infer<typeof OutcomeRepresentation> {
  const { decision, currency } = row
  return {
    payoutRequestId: row.payoutRequestId,
    customerId: row.customerId,
    currency,
    amount: decimal(row.amountMinor, currency),
    availableBefore: decimal(row.availableBeforeMinor, currency),
    allocatedAmount: decimal(allocatedMinor(row), currency),
    unallocatedAmount: decimal(decision.unallocatedMinor, currency),
    outcome: decision.outcome,
    reason: decision.reason,
    reasons: [...new Set(decision.candidates.flatMap(({ reason }) => reason ?? []))],
    legs: decision.legs.map((leg, i) => ({
      allocationId: runId && allocationId(row.payoutRequestId, row.allocationCount + 1 + i),
      paymentInstrumentId: leg.paymentInstrumentId,
      gatewayAccountId: leg.gatewayAccountId,
      amount: decimal(leg.amountMinor, currency),
      limitedBy: leg.limitedBy,
    })),
    runId,
    errorId: row.errorId,
  }
}

const allocatedMinor = ({ availableBeforeMinor, decision }: RunRow): bigint =>
  availableBeforeMinor - decision.unallocatedMinor

export const OUTCOME_FIELDS = {
  payoutRequestId: 'id',
  customerId: 'id',
  currency: 'currency',
  amount: 'amount',
  availableBefore: 'amount',
  allocatedAmount: 'amount',
  unallocatedAmount: 'amount',
  outcome: oneOf(MEMBER_OUTCOMES),
  reason: oneOf(REQUEST_REASONS),
  errorId: 'id',
} as const satisfies FilterFields

export function outcomeValueOf(row: RunRow, field: keyof typeof OUTCOME_FIELDS): FieldValue {
  const { currency, decision } = row
  switch (field) {
    case 'amount':
      return { minor: row.amountMinor, currency }
    case 'availableBefore':
      return { minor: row.availableBeforeMinor, currency }
    case 'allocatedAmount':
      return { minor: allocatedMinor(row), currency }
    case 'unallocatedAmount':
      return { minor: decision.unallocatedMinor, currency }
    case 'outcome':
    case 'reason':
      return decision[field]
    case 'payoutRequestId':
    case 'customerId':
    case 'currency':
    case 'errorId':
      return row[field]
  }
}

/** A line of the file: legs and reasons stand in one cell each, apart by a blank, which no id and no reason has. */
export const OUTCOME_COLUMNS = [
  'payoutRequestId',
  'customerId',
  'currency',
  'amount',
  'availableBefore',
  'allocatedAmount',
  'unallocatedAmount',
  'outcome',
  'reason',
  'reasons',
  'allocationIds',
  'runId',
  'errorId',
] as const

export const outcomeCells = ({
  reasons,
  legs,
  ...outcome
}: z.infer<typeof OutcomeRepresentation>): Record<(typeof OUTCOME_COLUMNS)[number], Cell> => ({
  ...outcome,
  reasons: reasons.join(' '),
  allocationIds: legs.flatMap(({ allocationId }) => allocationId ?? []).join(' '),
})

import type { Minor } from '../money.ts'
import {
  type CandidateTrace,
  type Decision,
  LEG_LIMITS,
  type Leg,
  MEMBER_OUTCOMES,
  PAIR_REASONS,
  REQUEST_REASONS,
} from './decision.ts'
import { list, minor, oneOf, orNull, record, text } from './stored-values.ts'

/**
 * What a part item keeps of a decision, as JSON: always the same text for the same decision. Ids stand once in
 * `instruments` and `gateways`, pairs are two positions there, amounts are strings of minor units, and a candidate's
 * row ends where only `ROW_END` would follow:
 *
 *     {"v":1,"outcome":"partially-allocated","reason":null,"unallocated":"2000",
 *      "instruments":["inst_A","inst_B"],"gateways":["gw_acc_A"],
 *      "legs":[[0,0,"3000","exposure","3000",1]],
 *      "candidates":[[0,0,null,"payment-card","3000","0","3000",null,null,"5000","3000","exposure"],
 *                    [1,0,"instrument-inactive"]]}
 *
 * After `limitedBy` come the minimum and what a repair moved.
 */
export function encodeDecision(decision: Decision): string {
  const instruments = positions(decision, (pair) => pair.paymentInstrumentId)
  const gateways = positions(decision, (pair) => pair.gatewayAccountId)
  const pairOf = (pair: StoredPair) => [
    instruments.get(pair.paymentInstrumentId),
    gateways.get(pair.gatewayAccountId),
  ]
  return JSON.stringify({
    v: VERSION,
    outcome: decision.outcome,
    reason: decision.reason,
    unallocated: String(decision.unallocatedMinor),
    instruments: [...instruments.keys()],
    gateways: [...gateways.keys()],
    legs: decision.legs.map((leg) => [...pairOf(leg), ...legRow(leg)]),
    candidates: decision.candidates.map((pair) => [...pairOf(pair), ...shortened(candidateRow(pair))]),
  })
}

/** The inverse. Throws on anything that `encodeDecision` does not write. */
export function decodeDecision(stored: string): Decision {
  const fields = record(JSON.parse(stored))
  if (fields.v !== VERSION) throw new TypeError(`Unknown version of a stored decision: ${String(fields.v)}`)
  const instruments = list(fields.instruments)
  const gateways = list(fields.gateways)
  const pairOf = (row: readonly unknown[]): StoredPair => ({
    paymentInstrumentId: text(instruments[Number(row[0])]),
    gatewayAccountId: text(gateways[Number(row[1])]),
  })
  return {
    outcome: oneOf(MEMBER_OUTCOMES, fields.outcome),
    reason: orNull(fields.reason, (reason) => oneOf(REQUEST_REASONS, reason)),
    legs: list(fields.legs).map((row) => ({ ...pairOf(list(row)), ...legFrom(list(row).slice(2)) })),
    unallocatedMinor: minor(fields.unallocated),
    candidates: list(fields.candidates).map((row) => ({
      ...pairOf(list(row)),
      ...candidateFrom(list(row).slice(2)),
    })),
  }
}

const VERSION = 1

type StoredPair = Pick<Leg, 'paymentInstrumentId' | 'gatewayAccountId'>

function positions(
  { candidates, legs }: Decision,
  idOf: (pair: StoredPair) => string,
): ReadonlyMap<string, number> {
  const ids = new Set([...candidates, ...legs].map(idOf))
  return new Map([...ids].map((id, position) => [id, position]))
}

const legRow = (leg: Omit<Leg, keyof StoredPair>): readonly unknown[] => [
  String(leg.amountMinor),
  leg.limitedBy,
  String(leg.exposureMinor),
  leg.needsHeadroom ? 1 : 0,
]

const legFrom = ([amount, limitedBy, exposure, needsHeadroom]: readonly unknown[]): Omit<
  Leg,
  keyof StoredPair
> => ({
  amountMinor: minor(amount),
  limitedBy: oneOf(LEG_LIMITS, limitedBy),
  exposureMinor: minor(exposure),
  needsHeadroom: oneOf([0, 1], needsHeadroom) === 1,
})

const candidateRow = (pair: Omit<CandidateTrace, keyof StoredPair>): readonly (string | null)[] => [
  pair.reason,
  pair.token,
  String(pair.exposureMinor),
  String(pair.openMinor),
  written(pair.capacityMinor),
  written(pair.transactionMaximumMinor),
  written(pair.periodLeftMinor),
  String(pair.neededMinor),
  String(pair.tookMinor),
  pair.limitedBy,
  written(pair.transactionMinimumMinor),
  String(pair.movedMinor),
]

/** What a row ends with for a pair that was refused and never paid through. */
const ROW_END: readonly (string | null)[] = [null, null, '0', '0', '0', null, null, '0', '0', null, null, '0']

function shortened(row: readonly (string | null)[]): readonly (string | null)[] {
  const end = row.findLastIndex((value, column) => value !== ROW_END[column])
  return row.slice(0, end + 1)
}

function candidateFrom(row: readonly unknown[]): Omit<CandidateTrace, keyof StoredPair> {
  const [reason, token, exposure, open, capacity, maximum, left, needed, took, limitedBy, minimum, moved] = [
    ...row,
    ...ROW_END.slice(row.length),
  ]
  return {
    token: orNull(token, text),
    exposureMinor: minor(exposure),
    openMinor: minor(open),
    capacityMinor: orNull(capacity, minor),
    transactionMaximumMinor: orNull(maximum, minor),
    transactionMinimumMinor: orNull(minimum, minor),
    periodLeftMinor: orNull(left, minor),
    neededMinor: minor(needed),
    tookMinor: minor(took),
    movedMinor: minor(moved),
    limitedBy: orNull(limitedBy, (limit) => oneOf(LEG_LIMITS, limit)),
    reason: orNull(reason, (name) => oneOf(PAIR_REASONS, name)),
  }
}

const written = (amount: Minor | null): string | null => (amount === null ? null : String(amount))

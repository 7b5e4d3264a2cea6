import type { Candidate, Pair } from './candidates.ts'
import type { AllocationPolicy } from './decision.ts'

type Compare<Subject> = (one: Subject, other: Subject) => number

/**
 * The order of the walk: token by token, and inside a token as rules §4.2(4) say. Two different pairs never compare
 * as equal, so the order of the input does not matter.
 */
export const walkOrder = (
  policy: AllocationPolicy,
  selectedInstrumentId: string | null,
): Compare<Candidate> =>
  inTurn<Candidate>(
    by((candidate) => candidate.position, ascending),
    POLICY_KEYS[policy],
    largestHeadroom,
    by(({ instrument }) => instrument.id === selectedInstrumentId, selectedFirst),
    newestPayment,
    byIds,
  )

/** Instrument id, then gateway account id, by code units: the same on every machine, whatever its locale. */
export const byIds: Compare<Pair> = (one, other) =>
  ascending(one.instrument.id, other.instrument.id) || ascending(one.gateway.id, other.gateway.id)

const inTurn =
  <Subject>(...comparisons: readonly Compare<Subject>[]): Compare<Subject> =>
  (one, other) => {
    for (const compare of comparisons) {
      const result = compare(one, other)
      if (result !== 0) return result
    }
    return 0
  }

const by =
  <Subject, Key>(key: (subject: Subject) => Key, compare: Compare<Key>): Compare<Subject> =>
  (one, other) =>
    compare(key(one), key(other))

/** Strings compare by code units. */
const ascending = <Key extends string | number | bigint>(one: Key, other: Key): number =>
  one < other ? -1 : one > other ? 1 : 0

const selectedFirst: Compare<boolean> = (one, other) => Number(other) - Number(one)

/** Times are UTC with milliseconds, so they order as text; a pair without one goes last either way. */
const noneLast =
  (compare: Compare<string>): Compare<string | null> =>
  (one, other) =>
    one === null || other === null ? Number(one === null) - Number(other === null) : compare(one, other)

const descending: Compare<string> = (one, other) => ascending(other, one)

/** exposure − open, descending. */
const largestHeadroom: Compare<Pair> = (one, other) =>
  ascending(other.exposure.headroomMinor, one.exposure.headroomMinor)

const oldestPayment = by((pair: Pair) => pair.exposure.firstPaymentTime, noneLast(ascending))

const newestPayment = by((pair: Pair) => pair.exposure.lastPaymentTime, noneLast(descending))

/** `proportional` needs an order for what its shares leave open (rules §4.4). */
const POLICY_KEYS: Readonly<Record<AllocationPolicy, Compare<Pair>>> = {
  'largest-exposure': largestHeadroom,
  'oldest-payment': oldestPayment,
  'newest-payment': newestPayment,
  proportional: largestHeadroom,
}

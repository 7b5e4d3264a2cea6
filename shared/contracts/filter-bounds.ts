import type { Condition, Filter } from './filter.ts'

/** What a filter says of single fields, for readers that can answer a part of it from keys. */

export const isEmpty = (filter: Filter): boolean => filter.conditions.length === 0

export const conditionsOn = <F extends string>(filter: Filter<F>, field: F): readonly Condition<F>[] =>
  filter.conditions.filter((condition) => condition.field === field)

export const withoutField = <F extends string>(filter: Filter<F>, field: F): Filter<F> => ({
  conditions: filter.conditions.filter((condition) => condition.field !== field),
})

/** The only values that the filter leaves possible for an id or text, or undefined when it does not name them. */
export function onlyValues<F extends string>(filter: Filter<F>, field: F): readonly string[] | undefined {
  const lists = conditionsOn(filter, field)
    .filter(({ negated, values }) => !negated && values.every(({ kind }) => kind === 'exact'))
    .map(({ values }) => [...new Set(values.map((value) => (value.kind === 'exact' ? value.text : '')))])
  if (lists.length === 0) return undefined
  return lists.reduce((some, others) => some.filter((value) => others.includes(value)))
}

export interface TimeSpan {
  readonly from: string | null
  readonly to: string | null
}

/**
 * The span outside of which nothing can match, in whole milliseconds, both ends included, as ISO 8601: bounds a Query
 * on a sort key. What is inside is still to be matched.
 */
export function timeSpan<F extends string>(filter: Filter<F>, field: F): TimeSpan {
  const spans = conditionsOn(filter, field)
    .filter(({ negated, values }) => !negated && values.every(({ kind }) => kind === 'range'))
    .map(({ values }) => values.flatMap((value) => (value.kind === 'range' ? [value] : [])))
  const starts = spans.flatMap(
    (ranges) =>
      extreme(
        ranges.map(({ from }) => from),
        least,
      ) ?? [],
  )
  const ends = spans.flatMap(
    (ranges) =>
      extreme(
        ranges.map(({ to }) => to),
        greatest,
      ) ?? [],
  )
  return { from: isoTime(extreme(starts, greatest)), to: isoTime(extreme(ends, least)) }
}

const least = (one: bigint, other: bigint): bigint => (other < one ? other : one)
const greatest = (one: bigint, other: bigint): bigint => (other > one ? other : one)

/** Null when one of the ends is open. */
function extreme(
  ends: readonly (bigint | null)[],
  choose: (one: bigint, other: bigint) => bigint,
): bigint | null {
  const [first, ...others] = ends
  if (first === undefined) return null
  return others.reduce((one, other) => (one === null || other === null ? null : choose(one, other)), first)
}

const FIRST_TIME = Date.parse('0000-01-01T00:00:00.000Z')
const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z')

/** An offset can lead out of the years that sort as text. */
const isoTime = (instant: bigint | null): string | null =>
  instant === null
    ? null
    : new Date(Math.min(Math.max(Number(instant / 1_000_000n), FIRST_TIME), LAST_TIME)).toISOString()

import type { Condition, Filter } from './filter.ts'
import { comparable, type FieldValue, type FilterValue } from './filter-values.ts'

/**
 * Whether something satisfies all conditions (rules §1): amounts as decimals, times by instant, ranges inclusive,
 * ids exactly, text whatever its case. Null satisfies no positive condition but `null`, and every negated one but `!null`.
 */
export const matches = <F extends string>(filter: Filter<F>, valueOf: (field: F) => FieldValue): boolean =>
  filter.conditions.every((condition) => meets(condition, valueOf(condition.field)))

/** `q`: a part of one of the texts, whatever its case. */
export const contains = (texts: readonly (string | null)[], q: string): boolean =>
  texts.some((text) => text?.toLowerCase().includes(q.toLowerCase()))

function meets({ type, values, negated }: Condition, actual: FieldValue): boolean {
  if (actual === null || actual === undefined) return values.some(({ kind }) => kind === 'null') !== negated
  const place = comparable(type, actual)
  return values.some((value) => isAt(value, place, type)) !== negated
}

function isAt(value: FilterValue, place: bigint | string, type: Condition['type']): boolean {
  if (value.kind === 'null') return false
  if (value.kind === 'exact') return comparable(type, value.text) === place
  if (typeof place === 'string') return false
  return (value.from === null || place >= value.from) && (value.to === null || place <= value.to)
}

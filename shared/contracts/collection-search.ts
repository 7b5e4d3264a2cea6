import type { Currency } from '../domain/currency.ts'
import type { Minor } from '../domain/money.ts'
import type { CollectionQuery } from './collection-query.ts'
import type { FilterFields } from './filter.ts'
import { type TimeSpan, timeSpan, withoutField } from './filter-bounds.ts'
import { matches } from './filter-match.ts'
import type { FieldValue } from './filter-values.ts'
import { comparing } from './sort.ts'

/** A collection query as what a list looks for: how to judge and order things of type T. */
export interface CollectionSearch<T> {
  readonly offset: number
  readonly limit: number
  readonly created: TimeSpan
  readonly order: 'oldest-first' | 'newest-first' | ((one: T, other: T) => number)
  /** By what an index knows of a thing. */
  readonly mayMatch: (entry: T) => boolean
  /** By everything. */
  readonly matches: (thing: T) => boolean
  /** Whether matching or order need one of the `unlisted` fields. */
  readonly needsItems: boolean
}

export interface Searched<F extends string, T> {
  readonly fields: FilterFields<F>
  readonly valueOf: (thing: T, field: F) => FieldValue
  /** The fields that the index does not know. */
  readonly unlisted: readonly F[]
}

export function searchFor<F extends string, T>(
  { filter, sort, limit, offset }: CollectionQuery<F>,
  { fields, valueOf, unlisted }: Searched<F, T>,
): CollectionSearch<T> {
  const inIndex = unlisted.reduce((rest, field) => withoutField(rest, field), filter)
  const [first, ...others] = sort
  const byCreation = first?.field === 'createdTime' && others.length === 0
  return {
    offset,
    limit,
    created: timeSpan<string>(filter, 'createdTime'),
    order: !byCreation
      ? comparing(sort, fields, valueOf)
      : first.descending
        ? 'newest-first'
        : 'oldest-first',
    mayMatch: (entry) => matches(inIndex, (field) => valueOf(entry, field)),
    matches: (thing) => matches(filter, (field) => valueOf(thing, field)),
    needsItems:
      inIndex.conditions.length < filter.conditions.length ||
      sort.some(({ field }) => unlisted.some((missing) => missing === field)),
  }
}

/** Reads a field that is called in the domain as it is on the wire; `amount` is kept in minor units. */
export const valueOf = <F extends string>(
  thing: WithAmount & { readonly [Field in Exclude<F, 'amount'>]?: FieldValue },
  field: F,
): FieldValue => (field === 'amount' ? { minor: thing.amountMinor, currency: thing.currency } : thing[field])

interface WithAmount {
  readonly amountMinor: Minor
  readonly currency: Currency
}

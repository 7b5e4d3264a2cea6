import type { CollectionQuery, Pagination } from './collection-query.ts'
import type { FilterFields } from './filter.ts'
import { matches } from './filter-match.ts'
import type { FieldValue } from './filter-values.ts'
import { comparing } from './sort.ts'

/** The page asked for of a collection that was read whole; without `sort` in the order that it has. */
export function pageOfWhole<F extends string, T>(
  things: readonly T[],
  { filter, sort, limit, offset }: CollectionQuery<F>,
  {
    fields,
    valueOf,
  }: { readonly fields: FilterFields<F>; readonly valueOf: (thing: T, field: F) => FieldValue },
): Pagination & { readonly things: readonly T[] } {
  const found = things.filter((thing) => matches(filter, (field) => valueOf(thing, field)))
  if (sort.length > 0) found.sort(comparing(sort, fields, valueOf))
  return {
    things: found.slice(offset, offset + limit),
    total: found.length,
    totalRelation: 'eq',
    limit,
    offset,
  }
}

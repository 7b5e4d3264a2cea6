import type { FilterFields } from './filter.ts'
import { comparable, type FieldValue } from './filter-values.ts'

/** `-createdTime,amount`: by one field, what is equal by the next. */
export type Sort<F extends string = string> = readonly SortKey<F>[]

export interface SortKey<F extends string = string> {
  readonly field: F
  readonly descending: boolean
}

/** Whatever a collection can be filtered by, it can be sorted by, each field once. */
export function readSort<F extends string>(
  text: string,
  fields: FilterFields<F>,
): { readonly sort: Sort<F>; readonly problems: readonly string[] } {
  if (text.trim() === '') return { sort: [], problems: [] }
  const problems: string[] = []
  const sort: SortKey<F>[] = []
  for (const part of text.split(',', Object.keys(fields).length + 1)) {
    const [, minus, name = ''] = /^\s*(-?)(.*?)\s*$/s.exec(part) ?? []
    if (!isSortable(name, fields)) problems.push(unknown(name, fields))
    else if (sort.some(({ field }) => field === name)) problems.push(`"${name}" is given twice.`)
    else sort.push({ field: name, descending: minus === '-' })
  }
  return { sort, problems }
}

/**
 * Compares in the order asked for. Null comes before everything, amounts compare as decimals whatever their currency,
 * texts whatever their case. What is equal is for the caller to order, by (createdTime, id).
 */
export function comparing<T, F extends string>(
  sort: Sort<F>,
  fields: FilterFields<F>,
  valueOf: (thing: T, field: F) => FieldValue,
): (one: T, other: T) => number {
  const place = (thing: T, field: F) => {
    const value = valueOf(thing, field)
    return value === null || value === undefined ? null : comparable(fields[field], value)
  }
  return (one, other) => {
    for (const { field, descending } of sort) {
      const order = compare(place(one, field), place(other, field))
      if (order !== 0) return descending ? -order : order
    }
    return 0
  }
}

const isSortable = <F extends string>(name: string, fields: FilterFields<F>): name is F =>
  sortable(fields).includes(name)

const sortable = (fields: FilterFields): readonly string[] =>
  Object.keys(fields).filter((field) => fields[field] !== 'ignored')

const unknown = (name: string, fields: FilterFields): string =>
  `${JSON.stringify(name.slice(0, 60))} cannot be sorted by; known are ${sortable(fields).join(', ')}, each with - for descending.`

function compare(one: bigint | string | null, other: bigint | string | null): number {
  if (one === other) return 0
  if (one === null) return -1
  if (other === null) return 1
  return one < other ? -1 : 1
}

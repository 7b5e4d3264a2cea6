import type { Filter } from './filter.ts'
import type { FilterValue } from './filter-values.ts'

/** Writes a filter in its canonical form: parsing that gives the same filter again. */
export const printFilter = (filter: Filter): string =>
  filter.conditions
    .map(({ field, negated, values }) => `${field}:${values.map(printed(negated)).join(',')}`)
    .join(';')

const printed =
  (negated: boolean) =>
  (value: FilterValue): string =>
    (negated ? '!' : '') + (value.kind === 'null' ? 'null' : escaped(value.text))

const escaped = (text: string): string => text.replace(/[\\,;]|^[!@]|^null$/g, '\\$&')

import { Refusal } from '../domain/refusal.ts'
import { allowedValues, type FieldType, type FilterValue, readValue } from './filter-values.ts'

/**
 * The filter of every collection (api-reference §1.3): `status:ready,approved;amount:10..;customerId:!cus_1`
 *
 *     filter    = condition { ";" condition }                  all hold; no text is no condition
 *     condition = field ":" value { "," value }                one of the values
 *               | field ":" "!" value { "," [ "!" ] value }    none of them: `f:!a,!b` and the older `f:!a,b` say the same
 *     value     = what the field's type allows | "null"        ranges are inclusive, for amounts, times and integers
 *     field     = name { "." name }
 *
 * A value ends at the next `,` or `;`, so that times keep their `:`. A backslash takes the next character as it is:
 * `\@x` is an id that begins with `@`, not a value list; `\null` is a text. Blanks around parts do not count.
 */
export interface Filter<F extends string = string> {
  readonly conditions: readonly Condition<F>[]
}

export interface Condition<F extends string = string> {
  readonly field: F
  readonly type: FieldType
  /** True: none of the values, which nothing (null) satisfies; false: one of them. */
  readonly negated: boolean
  readonly values: readonly FilterValue[]
}

export type FilterFields<F extends string = string> = Readonly<Record<F, FieldType>>

/** A filter must fit into a URL, of which API Gateway takes 10 kB. */
export const FILTER_LENGTH_LIMIT = 8_000
/** Every index entry is compared with every value: 20,000 × 500 comparisons are still under a second. */
export const FILTER_VALUES_LIMIT = 500
/** No resource nests deeper; parts of a filter do not nest at all. */
export const FIELD_DEPTH_LIMIT = 4
/** Enough to mend a filter; an answer stays small whatever was sent. */
export const FILTER_PROBLEMS_LIMIT = 20

export function parseFilter<F extends string>(text: string, fields: FilterFields<F>): Filter<F> {
  const { filter, problems } = readFilter(text, fields)
  if (problems.length > 0) throw invalidFilter(problems)
  return filter
}

/** Everything that can be read, and what is wrong with the rest, part by part. */
export function readFilter<F extends string>(
  text: string,
  fields: FilterFields<F>,
): { readonly filter: Filter<F>; readonly problems: readonly string[] } {
  if (text.trim() === '') return { filter: { conditions: [] }, problems: [] }
  if (text.length > FILTER_LENGTH_LIMIT)
    return {
      filter: { conditions: [] },
      problems: [`A filter has at most ${FILTER_LENGTH_LIMIT} characters.`],
    }
  const problems: string[] = []
  const complain: Complain = (part, what) => {
    problems.push(`At character ${part.at + 1}, ${quoted(part.text)}: ${what}.`)
  }
  const conditions = split({ text, at: 0 }, ';').flatMap((part) => readCondition(part, fields, complain))
  if (conditions.reduce((sum, { values }) => sum + values.length, 0) > FILTER_VALUES_LIMIT)
    problems.unshift(`A filter has at most ${FILTER_VALUES_LIMIT} values.`)
  return { filter: { conditions }, problems: problems.slice(0, FILTER_PROBLEMS_LIMIT) }
}

const invalidFilter = (problems: readonly string[]): Refusal =>
  new Refusal('invalid-filter', {
    detail: problems.join(' '),
    invalidFields: problems.map((message) => ({ field: 'filter', message })),
  })

/** A piece of the filter's text, still escaped, and where it begins. */
interface Part {
  readonly text: string
  readonly at: number
}

type Complain = (part: Part, what: string) => void

function readCondition<F extends string>(
  part: Part,
  fields: FilterFields<F>,
  complain: Complain,
): Condition<F>[] {
  const { text, at } = trimmed(part)
  const colon = text.indexOf(':')
  const field = (colon < 0 ? text : text.slice(0, colon)).trim()
  const problem = colon < 0 ? 'a condition is written field:value' : fieldProblem(field, fields)
  if (problem || !isField(field, fields)) {
    complain({ text: field, at }, problem ?? 'unknown field')
    return []
  }
  const type = fields[field]
  if (type === 'ignored') return []
  const parts = split({ text: text.slice(colon + 1), at: at + colon + 1 }, ',').map(trimmed)
  const negated = parts[0]?.text.startsWith('!') ?? false
  const values = parts.flatMap((value) => {
    if (!value.text.startsWith('!')) return readOne(value, field, type, complain)
    if (!negated) complain(value, `negate every value of ${field} or none; two conditions are joined by ;`)
    return readOne(trimmed({ text: value.text.slice(1), at: value.at + 1 }), field, type, complain)
  })
  return [{ field, type, negated, values }]
}

function fieldProblem(field: string, fields: FilterFields): string | undefined {
  if (field.split('.').length > FIELD_DEPTH_LIMIT) return `a field has at most ${FIELD_DEPTH_LIMIT} parts`
  if (isField(field, fields)) return undefined
  const known = Object.keys(fields).filter((name) => fields[name] !== 'ignored')
  return `there is no such field; known are ${known.join(', ')}`
}

/** Own keys only: `constructor` is no field. */
const isField = <F extends string>(name: string, fields: FilterFields<F>): name is F =>
  Object.hasOwn(fields, name)

function readOne(part: Part, field: string, type: FieldType, complain: Complain): FilterValue[] {
  if (part.text === 'null') return [{ kind: 'null' }]
  if (part.text === '') complain(part, `a value of ${field} is missing; allowed is ${allowedValues(type)}`)
  else if (part.text.startsWith('@'))
    complain(part, 'value lists are not supported; name the values (one that begins with @ is written \\@)')
  else if (part.text.startsWith('!')) complain(part, 'a value is negated once')
  else {
    const value = readValue(type, part.text.replace(/\\([^])/g, '$1').trim())
    if (value === 'backwards') complain(part, 'the range begins after its end')
    else if (value === undefined) complain(part, `not a value of ${field}; allowed is ${allowedValues(type)}`)
    else return [value]
  }
  return []
}

/** Cuts at a separator that no backslash precedes. */
function split({ text, at }: Part, separator: ';' | ','): Part[] {
  const parts: Part[] = []
  let start = 0
  for (const { 0: found, index } of text.matchAll(/\\[^]|[;,]/g)) {
    if (found !== separator) continue
    parts.push({ text: text.slice(start, index), at: at + start })
    start = index + 1
  }
  return [...parts, { text: text.slice(start), at: at + start }]
}

const trimmed = ({ text, at }: Part): Part => ({
  text: text.trim(),
  at: at + text.length - text.trimStart().length,
})

const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)

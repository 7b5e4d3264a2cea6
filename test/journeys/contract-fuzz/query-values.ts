import fc from 'fast-check'
import type { Parameter } from './described-api.ts'
import { anyOf, kindOf, type Pools } from './pools.ts'

/** What a collection's parameters may be, by the words with which the document describes them. */
export function filterOf({ description }: Parameter, pools: Pools): fc.Arbitrary<string> {
  const conditions = fieldsIn(description).map(([field, allowed]) =>
    fc
      .tuple(fc.constantFrom('', '', '', '!'), filterValue(field, allowed, pools))
      .map(([negation, value]) => `${field}:${negation}${value}`),
  )
  return fc.array(fc.oneof(...conditions), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(';'))
}

export const sortOf = (filter: Parameter): fc.Arbitrary<string> => {
  const fields = fieldsIn(filter.description).map(([field]) => field)
  return fc
    .tuple(
      fc.constantFrom('', '-'),
      fc.uniqueArray(fc.constantFrom(...fields), { minLength: 1, maxLength: 2 }),
    )
    .map(([minus, chosen]) => minus + chosen.join(','))
}

/** `amount` (a decimal number …); `status` (one of ready, …) */
const fieldsIn = (description: string): [field: string, allowed: string][] =>
  [...description.matchAll(/`(\w+)` \((.*?)\)(?=[;.] ?(?:`|$))/g)].map(([, field = '', allowed = '']) => [
    field,
    allowed,
  ])

function filterValue(field: string, allowed: string, pools: Pools): fc.Arbitrary<string> {
  const [, options] = /^one of (.*)$/.exec(allowed) ?? []
  if (options !== undefined) {
    const names = options.replace(/ and \d+ more$/, '').split(', ')
    return fc
      .subarray(names, { minLength: 1, maxLength: Math.min(3, names.length) })
      .map((some) => some.join(','))
  }
  const [, kind] = KINDS_OF_VALUES.find(([words]) => allowed.startsWith(words)) ?? []
  return kind ?? anyOf(() => pools.ids(kindOf(field)), 'cus_1')
}

const AMOUNT = fc.constantFrom('100', '0.5..150', '10..', '..99.99')
const WHOLE = fc.constantFrom('1', '0..10', '2..', '..3')
const TIME = fc.constantFrom(
  '2020-01-01..',
  '..2099-12-31',
  '2026-01-31T10:00:00Z..2031-01-01T00:00:00%2B02:00'.replace('%2B', '+'),
)

const KINDS_OF_VALUES: readonly (readonly [string, fc.Arbitrary<string>])[] = [
  ['a decimal number', AMOUNT],
  ['a whole number', WHOLE],
  ['a time', TIME],
  ['a currency', fc.constantFrom('EUR', 'USD', 'eur')],
  ['true or false', fc.constantFrom('true', 'false')],
  ['a text', fc.constantFrom('march', 'TestProcessor', 'a b')],
]

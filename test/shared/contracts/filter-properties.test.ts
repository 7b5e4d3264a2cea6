import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BATCH_SELECTION_FIELDS, PAYOUT_REQUEST_FIELDS } from '../../../shared/contracts/collections.ts'
import { type Filter, type FilterFields, parseFilter, readFilter } from '../../../shared/contracts/filter.ts'
import { printFilter } from '../../../shared/contracts/filter-print.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'

const FIELDS = { ...PAYOUT_REQUEST_FIELDS, name: 'text', count: 'integer' } as const satisfies FilterFields

/** Text that looks like a filter often enough to get past the first check. */
const filterLike = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Object.keys(FIELDS), 'toString', '__proto__'),
      fc.constantFrom(':', ':', ';', ',', '!', '..', '@', '\\', '.', ' ', 'null', '-', '\u2028', '\ud800'),
      fc.constantFrom(
        'ready',
        'EUR',
        'true',
        '12.34',
        '2026-01-31',
        '2026-01-31T10:00:00.123456789Z',
        '9999-12-31',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 25 },
  )
  .map((pieces) => pieces.join(''))

const exactText = fc
  .string({ minLength: 1 })
  .map((text) => text.trim())
  .filter((text) => text !== '')
const amount = fc.tuple(fc.integer({ min: -999, max: 999 }), fc.nat(9999)).map(([a, b]) => `${a}.${b}`)
const escaped = (text: string) => text.replace(/[\s\S]/g, '\\$&')

const condition = fc.oneof(
  fc.tuple(fc.constantFrom('id', 'name'), exactText.map(escaped)),
  fc.tuple(
    fc.constantFrom('amount'),
    amount.map((a) => `${a}..`),
  ),
  fc.tuple(
    fc.constantFrom('createdTime'),
    fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') })
      .map((d) => `..${d.toISOString()}`),
  ),
  fc.constantFrom(['status', 'Ready'], ['blocked', 'false'], ['currency', 'jpy'], ['batchId', 'null']),
)
const validFilter = fc
  .array(fc.tuple(condition, fc.boolean()), { minLength: 1, maxLength: 6 })
  .map((parts) =>
    parts.map(([[field, value], negated]) => `${field}:${negated ? '!' : ''}${value}`).join(';'),
  )

test('no text makes the parser throw anything but its refusal', () => {
  fc.assert(
    fc.property(fc.oneof(filterLike, fc.string({ unit: 'binary' }), validFilter), (text) => {
      for (const fields of [FIELDS, BATCH_SELECTION_FIELDS]) expect(outcome(text, fields)).toBe('understood')
    }),
    { numRuns: 20_000 },
  )
})

test('what is parsed and printed parses to the same filter and prints the same', () => {
  fc.assert(
    fc.property(fc.oneof(filterLike, validFilter), (text) => {
      const { filter } = readFilter(text, FIELDS)
      const readable: Filter = { conditions: filter.conditions.filter(({ values }) => values.length > 0) }
      const printed = printFilter(readable)
      expect(parseFilter(printed, FIELDS)).toEqual(readable)
      expect(printFilter(parseFilter(printed, FIELDS))).toBe(printed)
    }),
    { numRuns: 20_000 },
  )
})

test('any text can be asked for, escaped', () => {
  fc.assert(
    fc.property(exactText, (text) => {
      expect(parseFilter(`name:${escaped(text)}`, FIELDS).conditions).toEqual([
        { field: 'name', type: 'text', negated: false, values: [{ kind: 'exact', text }] },
      ])
    }),
  )
})

function outcome(text: string, fields: FilterFields): unknown {
  try {
    parseFilter(text, fields)
    return 'understood'
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'invalid-filter') return error
    return error.message.length < 20_000 && error.details.invalidFields?.length ? 'understood' : error
  }
}

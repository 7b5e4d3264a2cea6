import { describe, expect, test } from 'vitest'
import { parseFilter } from '../../../shared/contracts/filter.ts'
import { contains, matches } from '../../../shared/contracts/filter-match.ts'
import { type FieldValue, oneOf } from '../../../shared/contracts/filter-values.ts'

const FIELDS = {
  id: 'id',
  name: 'text',
  status: oneOf(['ready', 'in-progress']),
  currency: 'currency',
  amount: 'amount',
  time: 'time',
  blocked: 'boolean',
  count: 'integer',
  missing: 'id',
} as const

const THING: Readonly<Record<string, FieldValue>> = {
  id: 'cus_A',
  name: 'Jürgen; Müller',
  status: 'in-progress',
  currency: 'EUR',
  amount: { minor: 1234n, currency: 'EUR' },
  time: '2026-01-31T23:59:59.999Z',
  blocked: false,
  count: 3,
  missing: null,
}

const holds = (text: string, thing = THING): boolean =>
  matches(parseFilter(text, FIELDS), (field) => thing[field])

describe('matches', () => {
  test.each([
    '',
    'id:cus_A',
    'id:x,cus_A',
    'id:!x,!y',
    'id:!x,y',
    'name:JÜRGEN\\; müller',
    'status:IN-PROGRESS',
    'currency:eur;blocked:False',
    'amount:12.34',
    'amount:12.3400',
    'amount:12.34..12.34',
    'amount:..12.34',
    'amount:12.3399999999..',
    'amount:!12.345',
    'amount:1,12..13',
    'count:3;count:..3;count:!4..',
    'time:2026-01-31',
    'time:..2026-01-31',
    'time:2026-01-31..2026-02-01',
    'time:2026-01-31T23:59:59.999',
    'time:2026-02-01T01:59:59.999+02:00',
    'time:..2026-01-31T23:59:59.999000000Z',
    'time:!2026-02-01..',
    'missing:null',
    'missing:!x',
    'missing:null,x',
    'id:!null',
  ])('%s', (text) => expect(holds(text)).toBe(true))
})

describe('does not match', () => {
  test.each([
    'id:cus_a',
    'id:!x,cus_A',
    'id:!x,!cus_A',
    'id:cus_A;status:ready',
    'name:müller',
    'amount:12.3400000001..',
    'amount:..12.3399999999',
    'amount:!12..13',
    'count:4',
    'time:2026-02-01..',
    'time:2026-01-30',
    'time:2026-01-31T23:59:59.999000001Z..',
    'time:2026-01-31T23:59:59.999+00:01',
    'blocked:true',
    'missing:x',
    'missing:!null',
    'missing:!null,x',
    'id:null',
  ])('%s', (text) => expect(holds(text)).toBe(false))
})

test('amounts compare as decimals whatever the digits of their currency', () => {
  const amountIs = (minor: bigint, currency: string, text: string) =>
    holds(text, { ...THING, amount: { minor, currency } })
  expect(amountIs(12n, 'JPY', 'amount:12.00')).toBe(true)
  expect(amountIs(12n, 'BHD', 'amount:0.012')).toBe(true)
  expect(amountIs(12n, 'CLF', 'amount:0.0012')).toBe(true)
  expect(amountIs(999_999_999_999_999n, 'EUR', 'amount:..9999999999999.98')).toBe(false)
  expect(amountIs(999_999_999_999_999n, 'JPY', 'amount:999999999999999..')).toBe(true)
})

test('q is a part of a text, whatever its case', () => {
  expect(contains(['preq_batch_01', null], 'BATCH')).toBe(true)
  expect(contains(['preq_batch_01', 'Friday, late'], 'y, L')).toBe(true)
  expect(contains(['preq_batch_01', null], 'null')).toBe(false)
})

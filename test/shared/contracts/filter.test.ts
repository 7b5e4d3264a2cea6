import { describe, expect, test } from 'vitest'
import { PAYOUT_REQUEST_FIELDS } from '../../../shared/contracts/collections.ts'
import {
  FILTER_LENGTH_LIMIT,
  FILTER_PROBLEMS_LIMIT,
  FILTER_VALUES_LIMIT,
  parseFilter,
} from '../../../shared/contracts/filter.ts'
import { printFilter } from '../../../shared/contracts/filter-print.ts'
import { oneOf } from '../../../shared/contracts/filter-values.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'

const FIELDS = {
  ...PAYOUT_REQUEST_FIELDS,
  name: 'text',
  'cancellation.canceledBy': oneOf(['merchant', 'customer']),
  totalCount: 'integer',
  dropped: 'ignored',
} as const

const canonical = (text: string): string => printFilter(parseFilter(text, FIELDS))

const problemsOf = (text: string): readonly string[] => {
  try {
    parseFilter(text, FIELDS)
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'invalid-filter')
      return (error.details.invalidFields ?? []).map(({ field, message }) => `${field}: ${message}`)
    throw error
  }
  return []
}

describe('reads and writes', () => {
  test.each([
    ['', ''],
    ['status:ready', 'status:ready'],
    ['status:READY,Approved', 'status:ready,approved'],
    ['status:ready;currency:eur', 'status:ready;currency:EUR'],
    ['status:!ready,approved', 'status:!ready,!approved'],
    ['status:!ready,!approved', 'status:!ready,!approved'],
    [' status : ready , approved ; blocked:TRUE ', 'status:ready,approved;blocked:true'],
    ['amount:1..10;amount:!5', 'amount:1..10;amount:!5'],
    ['amount:1.. , ..-0.5', 'amount:1..,..-0.5'],
    ['totalCount:2 .. 3', 'totalCount:2..3'],
    [
      'createdTime:2026-01-31T10:00:00+02:00..2026-02-01',
      'createdTime:2026-01-31T10:00:00+02:00..2026-02-01',
    ],
    ['cancellation.canceledBy:merchant', 'cancellation.canceledBy:merchant'],
    ['id:a..b,@x', undefined],
    ['id:a..b,\\@x,~y', 'id:a..b,\\@x,~y'],
    ['name:a\\,b\\;c\\\\d:e!f', 'name:a\\,b\\;c\\\\d:e!f'],
    ['name:\\!no,\\null,null,not null', 'name:\\!no,\\null,null,not null'],
    ['batchId:!null', 'batchId:!null'],
    ['dropped:@any..thing!;status:ready', 'status:ready'],
  ])('%j as %j', (text, expected) => {
    if (expected === undefined) expect(problemsOf(text)).not.toEqual([])
    else expect(canonical(text)).toBe(expected)
  })

  test('both styles of negation as the same filter', () => {
    expect(parseFilter('id:!a,!b', FIELDS)).toEqual(parseFilter('id:!a,b', FIELDS))
  })
})

describe('refuses, naming the part and what is allowed:', () => {
  test.each([
    [
      'status:bogus',
      'filter: At character 8, "bogus": not a value of status; allowed is one of pending, ready, ',
    ],
    [
      'status:ready; amount:1,x',
      'filter: At character 24, "x": not a value of amount; allowed is a decimal number',
    ],
    ['statuz:ready', 'filter: At character 1, "statuz": there is no such field; known are id, customerId, '],
    ['constructor:x', 'filter: At character 1, "constructor": there is no such field'],
    ['__proto__:x', 'filter: At character 1, "__proto__": there is no such field'],
    ['a.b.c.d.e:x', 'filter: At character 1, "a.b.c.d.e": a field has at most 4 parts.'],
    ['ready', 'filter: At character 1, "ready": a condition is written field:value.'],
    ['status:ready;', 'filter: At character 14, "": a condition is written field:value.'],
    [':x', 'filter: At character 1, "": there is no such field'],
    ['status:', 'filter: At character 8, "": a value of status is missing'],
    ['status:ready,', 'filter: At character 14, "": a value of status is missing'],
    ['id:!', 'filter: At character 5, "": a value of id is missing'],
    ['id:!!a', 'filter: At character 5, "!a": a value is negated once.'],
    ['id:a,!b', 'filter: At character 6, "!b": negate every value of id or none'],
    ['customerId:@vip', 'filter: At character 12, "@vip": value lists are not supported'],
    ['customerId:!@vip', 'filter: At character 13, "@vip": value lists are not supported'],
    ['status:ready..approved', 'filter: At character 8, "ready..approved": not a value of status'],
    ['amount:10..1', 'filter: At character 8, "10..1": the range begins after its end.'],
    ['amount:..', 'filter: At character 8, "..": not a value of amount'],
    ['amount:1..2..3', 'filter: At character 8, "1..2..3": not a value of amount'],
    ['amount:1e3', 'filter: At character 8, "1e3": not a value of amount'],
    [
      'totalCount:1.5',
      'filter: At character 12, "1.5": not a value of totalCount; allowed is a whole number',
    ],
    ['currency:euro', 'filter: At character 10, "euro": not a value of currency; allowed is a currency code'],
    ['blocked:yes', 'filter: At character 9, "yes": not a value of blocked; allowed is true or false.'],
    ['createdTime:2026-02-31', 'filter: At character 13, "2026-02-31": not a value of createdTime'],
    ['createdTime:2026-01-31T24:00Z', 'filter: At character 13, "2026-01-31T24:00Z": not a value'],
    [
      'createdTime:2026-01-31T10:00:00 02:00',
      'filter: At character 13, "2026-01-31T10:00:00 02:00": not a value',
    ],
    [
      'createdTime:2026-01-02..2026-01-01',
      'filter: At character 13, "2026-01-02..2026-01-01": the range begins',
    ],
  ])('%j', (text, message) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(message)])
  })

  test('all bad parts at once, up to a limit', () => {
    expect(problemsOf('nope:1;status:ready,x,y;amount:z')).toHaveLength(4)
    expect(problemsOf('nope:1;'.repeat(100))).toHaveLength(FILTER_PROBLEMS_LIMIT)
  })

  test('more text or values than a filter may have', () => {
    const most = `id:${Array.from({ length: FILTER_VALUES_LIMIT }, (_, i) => i).join(',')}`
    expect(problemsOf(most)).toEqual([])
    expect(problemsOf(`${most};status:ready`)).toEqual(['filter: A filter has at most 500 values.'])
    expect(problemsOf(`id:${'x'.repeat(FILTER_LENGTH_LIMIT - 3)}`)).toEqual([])
    expect(problemsOf(`id:${'x'.repeat(FILTER_LENGTH_LIMIT - 2)}`)).toEqual([
      'filter: A filter has at most 8000 characters.',
    ])
  })

  test('a part too long to quote by its beginning', () => {
    expect(problemsOf(`${'é'.repeat(7000)}:x`)[0]?.length).toBeLessThan(400)
  })
})

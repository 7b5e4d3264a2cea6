import { describe, expect, test } from 'vitest'
import { PAYOUT_REQUEST_FIELDS } from '../../../shared/contracts/collections.ts'
import { parseFilter } from '../../../shared/contracts/filter.ts'
import { isEmpty, onlyValues, timeSpan, withoutField } from '../../../shared/contracts/filter-bounds.ts'
import { printFilter } from '../../../shared/contracts/filter-print.ts'

const filter = (text: string) => parseFilter(text, PAYOUT_REQUEST_FIELDS)

describe('the only ids that a filter leaves', () => {
  test.each([
    ['id:a,b', ['a', 'b']],
    ['id:a,a', ['a']],
    ['id:a,b;id:b,c;status:ready', ['b']],
    ['id:a;id:b', []],
    ['id:a,b;id:!b', ['a', 'b']],
    ['id:!a', undefined],
    ['id:a,null', undefined],
    ['status:ready', undefined],
    ['', undefined],
  ])('%j: %j', (text, ids) => expect(onlyValues(filter(text), 'id')).toEqual(ids))
})

describe('the span of createdTime outside of which nothing matches', () => {
  test.each([
    ['', null, null],
    ['createdTime:2026-01-31', '2026-01-31T00:00:00.000Z', '2026-01-31T23:59:59.999Z'],
    ['createdTime:2026-01-31..', '2026-01-31T00:00:00.000Z', null],
    ['createdTime:..2026-01-31T01:00+02:00', null, '2026-01-30T23:00:00.000Z'],
    ['createdTime:2026-01-03,2026-01-01', '2026-01-01T00:00:00.000Z', '2026-01-03T23:59:59.999Z'],
    ['createdTime:2026-01-03,..2026-01-01', null, '2026-01-03T23:59:59.999Z'],
    [
      'createdTime:2026-01-01..;createdTime:2026-01-02..2026-01-09',
      '2026-01-02T00:00:00.000Z',
      '2026-01-09T23:59:59.999Z',
    ],
    ['createdTime:!2026-01-03', null, null],
    ['createdTime:null,2026-01-03', null, null],
    ['updatedTime:2026-01-03', null, null],
    [
      'createdTime:0000-01-01T00:00+14:00..9999-12-31T23:59-14:00',
      '0000-01-01T00:00:00.000Z',
      '9999-12-31T23:59:59.999Z',
    ],
  ])('%j: %s to %s', (text, from, to) => expect(timeSpan(filter(text), 'createdTime')).toEqual({ from, to }))
})

test('a filter without its conditions on one field, until nothing is left', () => {
  const rest = withoutField(filter('batchId:a;status:ready;batchId:!b'), 'batchId')
  expect(printFilter(rest)).toBe('status:ready')
  expect(isEmpty(rest)).toBe(false)
  expect(isEmpty(withoutField(rest, 'status'))).toBe(true)
})

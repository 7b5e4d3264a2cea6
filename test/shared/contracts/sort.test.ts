import { expect, test } from 'vitest'
import type { FieldValue } from '../../../shared/contracts/filter-values.ts'
import { comparing, readSort } from '../../../shared/contracts/sort.ts'

const FIELDS = { id: 'id', name: 'text', amount: 'amount', createdTime: 'time', count: 'integer' } as const

type Thing = Readonly<Partial<Record<keyof typeof FIELDS, FieldValue>>>

const sorted = (by: string, things: readonly Thing[]) => {
  const { sort, problems } = readSort(by, FIELDS)
  expect(problems).toEqual([])
  return [...things].sort(comparing(sort, FIELDS, (thing: Thing, field) => thing[field]))
}

const yen = (minor: bigint): Thing => ({ amount: { minor, currency: 'JPY' } })
const euro = (minor: bigint): Thing => ({ amount: { minor, currency: 'EUR' } })

test('amounts as decimals, whatever their currency', () => {
  expect(sorted('amount', [yen(12n), euro(1199n), euro(1201n), yen(2n)])).toEqual([
    yen(2n),
    euro(1199n),
    yen(12n),
    euro(1201n),
  ])
})

test('counts as numbers, times by instant, texts whatever their case, ids by code unit', () => {
  expect(sorted('count', [{ count: 10 }, { count: 9 }])).toEqual([{ count: 9 }, { count: 10 }])
  const [early, late] = [
    { createdTime: '2026-01-01T00:30:00+01:00' },
    { createdTime: '2026-01-01T00:00:00Z' },
  ]
  expect(sorted('createdTime', [late, early])).toEqual([early, late])
  expect(sorted('name', [{ name: 'b' }, { name: 'A' }])).toEqual([{ name: 'A' }, { name: 'b' }])
  expect(sorted('id', [{ id: 'a' }, { id: 'B' }])).toEqual([{ id: 'B' }, { id: 'a' }])
})

test('null before everything, after everything when descending', () => {
  expect(sorted('name', [{ name: 'a' }, { name: null }, {}])).toEqual([{ name: null }, {}, { name: 'a' }])
  expect(sorted('-name', [{ name: null }, { name: 'a' }])).toEqual([{ name: 'a' }, { name: null }])
})

test('by the next field where the first is equal', () => {
  const things = [
    { name: 'a', count: 1 },
    { name: 'b', count: 1 },
    { name: 'A', count: 2 },
  ]
  expect(sorted('name,-count', things).map(({ count }) => count)).toEqual([2, 1, 1])
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  AMOUNT_MINOR_LIMIT,
  decimalFromMinor,
  minorFromDecimal,
  smallest,
  sumOf,
} from '../../../shared/domain/money.ts'

test.each([
  [12.34, 'EUR', 1234n],
  [12.3, 'EUR', 1230n],
  [0.01, 'EUR', 1n],
  [-0.05, 'EUR', -5n],
  [-0, 'EUR', 0n],
  [100, 'JPY', 100n],
  [0.005, 'BHD', 5n],
  [1.0005, 'CLF', 10_005n],
  [1e3, 'EUR', 100_000n],
  [1e-2, 'EUR', 1n],
  [1.5e-3, 'CLF', 15n],
  [0.0001, 'CLF', 1n],
  [9_999_999_999_999.99, 'EUR', AMOUNT_MINOR_LIMIT],
  [999_999_999_999_999, 'JPY', AMOUNT_MINOR_LIMIT],
  [-999_999_999_999_999, 'JPY', -AMOUNT_MINOR_LIMIT],
])('reads %s %s exactly', (decimal, currency, minor) => {
  expect(minorFromDecimal(decimal, currency)).toBe(minor)
})

test.each([
  [0.001, 'EUR', 'too-many-decimals'],
  [12.345, 'EUR', 'too-many-decimals'],
  [0.1 + 0.2, 'EUR', 'too-many-decimals'],
  [0.5, 'JPY', 'too-many-decimals'],
  [1e-7, 'EUR', 'too-many-decimals'],
  [5e-324, 'CLF', 'too-many-decimals'],
  [10_000_000_000_000, 'EUR', 'too-large'],
  [1_000_000_000_000_000, 'JPY', 'too-large'],
  [-1e13, 'EUR', 'too-large'],
  [1e21, 'JPY', 'too-large'],
  [1.7976931348623157e308, 'CLF', 'too-large'],
  [Number.NaN, 'EUR', 'not-finite'],
  [Number.POSITIVE_INFINITY, 'EUR', 'not-finite'],
])('does not read %s %s: %s', (decimal, currency, problem) => {
  expect(minorFromDecimal(decimal, currency)).toBe(problem)
})

test.each([
  [1234n, 'EUR', '12.34'],
  [1230n, 'EUR', '12.3'],
  [1200n, 'EUR', '12'],
  [5n, 'EUR', '0.05'],
  [-5n, 'EUR', '-0.05'],
  [0n, 'BHD', '0'],
  [1200n, 'JPY', '1200'],
  [5n, 'BHD', '0.005'],
  [10_005n, 'CLF', '1.0005'],
  [123_456_789_012_345_678_901_234_567n, 'EUR', '1234567890123456789012345.67'],
])('writes %s minor units of %s as %s', (minor, currency, decimal) => {
  expect(decimalFromMinor(minor, currency)).toBe(decimal)
})

test('every amount within the limit survives being written and read as a JSON number', () =>
  fc.assert(
    fc.property(
      fc.bigInt(-AMOUNT_MINOR_LIMIT, AMOUNT_MINOR_LIMIT),
      fc.constantFrom('JPY', 'EUR', 'BHD', 'CLF'),
      (minor, currency) => {
        const onTheWire: unknown = JSON.parse(decimalFromMinor(minor, currency))
        expect(minorFromDecimal(Number(onTheWire), currency)).toBe(minor)
      },
    ),
    { numRuns: 1000 },
  ))

test('sums and smallest amounts are exact beyond what a double can hold', () => {
  const amounts = Array.from({ length: 1000 }, () => AMOUNT_MINOR_LIMIT)
  expect(sumOf(amounts)).toBe(999_999_999_999_999_000n)
  expect(sumOf([])).toBe(0n)
  expect(smallest(9_007_199_254_740_993n, 9_007_199_254_740_992n)).toBe(9_007_199_254_740_992n)
  expect(smallest(-1n, 0n, 5n)).toBe(-1n)
  expect(smallest(7n)).toBe(7n)
})

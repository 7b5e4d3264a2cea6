import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { inProportion, type Party } from '../../../../shared/domain/auto-allocation/in-proportion.ts'
import { sumOf } from '../../../../shared/domain/money.ts'

const minors = fc.oneof(fc.bigInt(1n, 12n), fc.bigInt(1n, 999_999_999_999_999n))
const parties = fc.array(fc.record({ weightMinor: minors, capMinor: minors }), {
  minLength: 1,
  maxLength: 20,
})

/** Together with an amount for which there is room. */
const sharings = parties.chain((some) =>
  fc.tuple(fc.constant(some), fc.bigInt(1n, sumOf(some.map(({ capMinor }) => capMinor)))),
)

const sharesOf = (some: readonly Party[], amountMinor: bigint) => {
  const shares = inProportion(some, amountMinor)
  return some.map((party) => ({ ...party, share: shares.get(party) ?? 0n }))
}

test('shares all of the amount, and no more than a cap to anyone', () =>
  fc.assert(
    fc.property(sharings, ([some, amountMinor]) => {
      const shares = sharesOf(some, amountMinor)
      expect(sumOf(shares.map(({ share }) => share))).toBe(amountMinor)
      expect(shares.every(({ share, capMinor }) => share >= 0n && share <= capMinor)).toBe(true)
    }),
  ))

test('gives to two that are not full what their weights say, but for one minor unit each', () =>
  fc.assert(
    fc.property(sharings, ([some, amountMinor]) => {
      const open = sharesOf(some, amountMinor).filter(({ share, capMinor }) => share < capMinor)
      for (const one of open)
        for (const other of open) {
          const advantage = one.share * other.weightMinor - other.share * one.weightMinor
          expect(advantage < one.weightMinor + other.weightMinor).toBe(true)
        }
    }),
  ))

test('gives to one that is full no more, for its weight, than to one that is not', () =>
  fc.assert(
    fc.property(sharings, ([some, amountMinor]) => {
      const shares = sharesOf(some, amountMinor)
      for (const full of shares.filter(({ share, capMinor }) => share === capMinor))
        for (const open of shares.filter(({ share, capMinor }) => share < capMinor))
          expect((full.share - 1n) * open.weightMinor <= (open.share + 1n) * full.weightMinor).toBe(true)
    }),
  ))

test.each<[what: string, parties: [weight: bigint, cap: bigint][], amount: bigint, shares: bigint[]]>([
  [
    'halves',
    [
      [5n, 99n],
      [5n, 99n],
    ],
    10n,
    [5n, 5n],
  ],
  [
    'the odd unit goes to the first',
    [
      [5n, 99n],
      [5n, 99n],
    ],
    11n,
    [6n, 5n],
  ],
  [
    'weights of one to three',
    [
      [1n, 99n],
      [3n, 99n],
    ],
    8n,
    [2n, 6n],
  ],
  [
    'two odd units go to the first two',
    [
      [2n, 9n],
      [2n, 9n],
      [2n, 9n],
    ],
    5n,
    [2n, 2n, 1n],
  ],
  [
    'one that is full leaves more for the others',
    [
      [8n, 3n],
      [1n, 99n],
      [1n, 99n],
    ],
    10n,
    [3n, 4n, 3n],
  ],
  [
    'one is filled only by what another could not take',
    [
      [8n, 1n],
      [2n, 3n],
      [1n, 99n],
    ],
    10n,
    [1n, 3n, 6n],
  ],
  [
    'everyone full',
    [
      [1n, 3n],
      [1n, 4n],
    ],
    7n,
    [3n, 4n],
  ],
  [
    'exactly full counts as full',
    [
      [1n, 3n],
      [1n, 5n],
    ],
    6n,
    [3n, 3n],
  ],
])('%s', (_, given, amountMinor, expected) => {
  const some = given.map(([weightMinor, capMinor]) => ({ weightMinor, capMinor }))
  expect(sharesOf(some, amountMinor).map(({ share }) => share)).toEqual(expected)
})

test('nobody gets anything where there is nobody', () => {
  expect(inProportion([], 0n).size).toBe(0)
})

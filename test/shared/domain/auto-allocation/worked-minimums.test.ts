import { expect, test } from 'vitest'
import { type Example, expectedOf, work } from './worked.ts'

const example = (title: string, given: Example): void =>
  test(title, () => expect(work(given)).toEqual(expectedOf(given)))

example('passes over an account that pays no such small amount', {
  asks: '45.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | takes | because
    visa-1     | cards-a | covered-payout | 40      | 10      | 40    | exposure
    visa-1     | cards-b | covered-payout | 30      | 10      |       | below-minimum
    visa-2     | cards-c | covered-payout | 20      |         | 5     | amount
  `,
  so: 'allocated, 0 left',
})

example('pays exactly a minimum', {
  asks: '50.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | takes | because
    visa-1     | cards   | covered-payout | 40      | 10      | 40    | exposure
    visa-2     | cards   | covered-payout | 30      | 10      | 10    | amount
  `,
  so: 'allocated, 0 left',
})

example('places nothing where less than the minimum was paid in', {
  asks: '50.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | takes | because
    visa-1     | cards   | covered-payout | 9.99    | 10      |       | below-minimum
    visa-2     | cards   | covered-payout | 8       | 10      |       | below-minimum
  `,
  so: 'not-allocated, 50 left',
})

example('takes from the last leg what the rest is short of a minimum', {
  asks: '75.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | takes | because | moved
    visa-1     | cards   | covered-payout | 40      | 10      | 40    | exposure |
    visa-2     | cards   | covered-payout | 30      | 10      | 25    | repair  | -5
    visa-3     | cards   | covered-payout | 20      | 10      | 10    | repair  | 5
  `,
  so: 'allocated, 0 left',
})

example('takes from several legs, the last first, each down to its own minimum', {
  asks: '71.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | takes | because | moved
    visa-1     | cards-a | covered-payout | 40      |         | 31    | repair  | -9
    visa-2     | cards-b | covered-payout | 30      | 20      | 20    | repair  | -10
    visa-3     | cards-c | covered-payout | 25      | 20      | 20    | repair  | 19
  `,
  so: 'allocated, 0 left',
})

example('leaves every leg at least one minor unit, and tries the next pair where that is not enough', {
  asks: '30.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | takes | because       | moved
    visa-1     | cards-a | covered-payout | 28      |         | 0.01  | repair        | -27.99
    visa-1     | cards-b | all            |         | 30      |       | below-minimum |
    visa-1     | cards-c | all            |         | 29.99   | 29.99 | repair        | 27.99
    visa-1     | cards-d | all            |         | 29.98   |       | below-minimum |
  `,
  so: 'allocated, 0 left',
})

example('moves nothing when that would not be enough for any pair', {
  asks: '75.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | takes | because
    visa-1     | cards-a | covered-payout | 40      | 40      | 40    | exposure
    visa-2     | cards-b | covered-payout | 30      | 26      | 30    | exposure
    visa-3     | cards-c | covered-payout | 20      | 10      |       | below-minimum
  `,
  so: 'partially-allocated, 5 left',
})

example('moves nothing to a pair whose exposure, maximum or window is below its minimum', {
  asks: '75.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | window | takes | because
    visa-1     | cards-a | covered-payout | 40      |         |        | 40    | exposure
    visa-2     | cards-b | covered-payout | 30      | 10      | 39     | 30    | exposure
    visa-3     | cards-b | covered-payout | 20      | 10      | 39     |       | below-minimum
    visa-4     | cards-c | covered-payout | 9       | 10      |        |       | below-minimum
  `,
  so: 'partially-allocated, 5 left',
})

example('moves no more to a pair than its minimum, even in yen', {
  asks: '1001',
  currency: 'JPY',
  table: `
    instrument | gateway | instruction    | paid in | minimum | takes | because | moved
    visa-1     | cards-a | covered-payout | 1000    |         | 902   | repair  | -98
    visa-2     | cards-b | covered-payout | 500     | 99      | 99    | repair  | 98
  `,
  so: 'allocated, 0 left',
})

import { expect, test } from 'vitest'
import { type Example, expectedOf, work } from './worked.ts'

const example = (title: string, given: Example): void =>
  test(title, () => expect(work(given)).toEqual(expectedOf(given)))

example('pays through an account what its period still leaves, the rest through others', {
  asks: '60.00',
  table: `
    instrument | gateway | instruction    | paid in | window | takes | because
    visa-1     | cards-a | covered-payout | 40      | 25     | 25    | period-maximum
    visa-1     | cards-b | covered-payout | 30      |        | 30    | exposure
    visa-2     | cards-b | covered-payout | 20      |        | 5     | amount
    visa-2     | cards-a | covered-payout | 10      | 25     |       | period-maximum-used-up
  `,
  so: 'allocated, 0 left',
})

example('lets all instruments share the window of their account', {
  asks: '100.00',
  table: `
    instrument | gateway | instruction    | paid in | window | takes | because
    visa-1     | cards   | covered-payout | 40      | 65     | 40    | exposure
    visa-2     | cards   | covered-payout | 30      | 65     | 25    | period-maximum
    visa-3     | cards   | covered-payout | 20      | 65     |       | period-maximum-used-up
    visa-4     | cards   | covered-payout | 0       | 65     |       | no-covering-payment
  `,
  so: 'partially-allocated, 35 left',
})

example('names the first of what binds alike: amount, exposure, transaction maximum, window', {
  asks: '50.00',
  table: `
    instrument | gateway | instruction    | paid in | maximum | window | takes | because
    visa-1     | cards-a | covered-payout | 20      | 20      | 20     | 20    | exposure
    visa-1     | cards-b | covered-payout | 19      | 18      | 18     | 18    | transaction-maximum
    visa-1     | cards-c | covered-payout | 12      | 12      | 12     | 12    | amount
  `,
  so: 'allocated, 0 left',
})

example('places nothing through accounts whose windows are used up', {
  asks: '50.00',
  table: `
    instrument | gateway | instruction      | paid in | window | takes | because
    visa       | cards-a | covered-payout   | 20      | 0      |       | period-maximum-used-up
    visa       | cards-b | all              |         | 0      |       | period-maximum-used-up
    visa       | cards-c | all              |         | -3     |       | period-maximum-used-up
    visa       | cards-d | approved-payment |         | 0      |       | no-approved-payment
  `,
  so: 'not-allocated, 50 left',
})

import { expect, test } from 'vitest'
import { type Example, expectedOf, work } from './worked.ts'

const example = (title: string, given: Omit<Example, 'policy'>): void => {
  const policy = 'proportional'
  test(title, () => expect(work({ ...given, policy })).toEqual(expectedOf({ ...given, policy })))
}

example('shares in proportion to what each payment still covers', {
  asks: '50.00',
  table: `
    instrument   | gateway | instruction    | paid in | open | takes | because
    visa-1       | cards   | covered-payout | 60      |      | 30    | amount
    visa-2       | cards   | covered-payout | 45      | 15   | 15    | amount
    mastercard-1 | cards   | covered-payout | 10      |      | 5     | amount
  `,
  so: 'allocated, 0 left',
})

example('hands out the cents that rounding left, one each from the largest', {
  asks: '1.00',
  table: `
    instrument | gateway | instruction    | paid in | takes | because
    visa-1     | cards   | covered-payout | 7       | 0.34  | amount
    visa-2     | cards   | covered-payout | 7       | 0.33  | amount
    visa-3     | cards   | covered-payout | 7       | 0.33  | amount
  `,
  so: 'allocated, 0 left',
})

example('gives nothing to a pair whose share rounds down to nothing', {
  asks: '3',
  currency: 'JPY',
  table: `
    instrument | gateway | instruction    | paid in | takes | because
    visa-1     | cards   | covered-payout | 900     | 2     | amount
    visa-2     | cards   | covered-payout | 500     | 1     | amount
    visa-3     | cards   | covered-payout | 100     |       | not-needed
  `,
  so: 'allocated, 0 left',
})

example('empties every pair when all of it is needed', {
  asks: '100.00',
  table: `
    instrument | gateway | instruction    | paid in | takes | because
    visa-1     | cards   | covered-payout | 60      | 60    | exposure
    visa-2     | cards   | covered-payout | 30      | 30    | exposure
    visa-3     | cards   | covered-payout | 0       |       | no-covering-payment
  `,
  so: 'partially-allocated, 10 left',
})

example('shares among the others what is above a maximum', {
  asks: '40.00',
  table: `
    instrument | gateway | instruction    | paid in | maximum | takes | because
    visa-1     | cards-a | covered-payout | 60      | 10      | 10    | transaction-maximum
    visa-1     | cards-b | covered-payout | 40      |         | 20    | amount
    visa-2     | cards-b | covered-payout | 20      |         | 10    | amount
  `,
  so: 'allocated, 0 left',
})

example('cuts the last pair of an account whose window is too small, and offers what was cut to the others', {
  asks: '60.00',
  table: `
    instrument | gateway | instruction    | paid in | window | takes | because
    visa-1     | cards-a | covered-payout | 60      | 40     | 30    | period-maximum
    visa-2     | cards-b | covered-payout | 36      |        | 20    | amount
    visa-3     | cards-a | covered-payout | 24      | 40     | 10    | period-maximum
  `,
  so: 'allocated, 0 left',
})

example('pays other accounts as far as it can what the windows do not leave', {
  asks: '60.00',
  table: `
    instrument | gateway | instruction    | paid in | window | takes | because
    visa-1     | cards-a | covered-payout | 50      | 20     | 20    | period-maximum
    visa-2     | cards-b | covered-payout | 15      |        | 15    | exposure
    visa-3     | cards-c | covered-payout | 10      | 0      |       | period-maximum-used-up
  `,
  so: 'partially-allocated, 25 left',
})

example('drops the smallest of those whose share is below their minimum', {
  asks: '30.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | takes | because
    visa-1     | cards-a | covered-payout | 60      |         | 20    | amount
    visa-2     | cards-b | covered-payout | 30      | 9       | 10    | amount
    visa-3     | cards-b | covered-payout | 20      | 9       |       | below-minimum
  `,
  so: 'allocated, 0 left',
})

example('goes back to a dropped pair when after the others were dropped enough is left for it', {
  asks: '50.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | maximum | takes | because
    visa-1     | cards-a | covered-payout | 200     |         | 25      | 25    | transaction-maximum
    visa-2     | cards-b | covered-payout | 100     | 40      |         |       | below-minimum
    visa-3     | cards-c | covered-payout | 50      | 10      |         | 25    | amount
  `,
  so: 'allocated, 0 left',
})

example('repairs what the shares leave below a minimum', {
  asks: '15.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | maximum | takes | because | moved
    visa-1     | cards-a | covered-payout | 90      |         | 10      | 5     | repair  | -5
    visa-2     | cards-b | covered-payout | 80      | 10      |         | 10    | repair  | 5
  `,
  so: 'allocated, 0 left',
})

example('repairs within a window when the leg that gives goes through the same account', {
  asks: '20.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | maximum | window | takes | because | moved
    visa-1     | cards   | covered-payout | 100     | 5       | 17      | 20     | 15    | repair  | -2
    visa-2     | cards   | covered-payout | 20      | 5       | 17      | 20     | 5     | repair  | 2
  `,
  so: 'allocated, 0 left',
})

example('repairs nothing beyond a window, whatever legs through other accounts could give', {
  asks: '30.00',
  table: `
    instrument | gateway | instruction    | paid in | minimum | maximum | window | takes | because
    visa-1     | cards-a | covered-payout | 100     | 5       | 17      | 20     | 17    | transaction-maximum
    visa-2     | cards-a | covered-payout | 20      | 5       | 17      | 20     |       | below-minimum
    visa-3     | cards-b | covered-payout | 10      |         |         |        | 10    | exposure
  `,
  so: 'partially-allocated, 3 left',
})

example('walks over the pairs on which nothing is covered after the shares', {
  asks: '50.00',
  table: `
    instrument | gateway | instruction    | paid in | maximum | takes | because
    visa       | cards-a | covered-payout | 20      |         | 20    | exposure
    visa       | cards-b | covered-payout | 10      |         | 10    | exposure
    visa       | cards-c | all            |         | 15      | 15    | transaction-maximum
    visa       | cards-d | all            |         |         | 5     | amount
  `,
  so: 'allocated, 0 left',
})

example('needs nothing of later tokens when the first has all, whatever their minimums', {
  asks: '20.00',
  order: ['paypal', 'payment-card'],
  table: `
    instrument | gateway | instruction    | paid in | minimum | takes | because
    paypal     | wallet  | covered-payout | 20      |         | 20    | amount
    visa       | cards   | covered-payout | 40      | 5       |       | not-needed
  `,
  so: 'allocated, 0 left',
})

example('shares token by token: what the first token covers does not reach the second', {
  asks: '50.00',
  order: ['paypal', 'payment-card'],
  table: `
    instrument | gateway | instruction    | paid in | takes | because
    paypal     | wallet  | covered-payout | 20      | 20    | exposure
    visa-1     | cards   | covered-payout | 40      | 20    | amount
    visa-2     | cards   | covered-payout | 20      | 10    | amount
  `,
  so: 'allocated, 0 left',
})

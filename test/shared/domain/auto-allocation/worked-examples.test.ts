import { expect, test } from 'vitest'
import { type Example, expectedOf, work } from './worked.ts'

const example = (title: string, given: Example): void =>
  test(title, () => expect(work(given)).toEqual(expectedOf(given)))

example('gives money back where most of it came from', {
  asks: '60.00',
  table: `
    instrument   | gateway | instruction    | paid in | takes | because
    visa-2       | cards   | covered-payout | 40      | 40    | exposure
    visa-1       | cards   | covered-payout | 30      | 20    | amount
    mastercard-1 | cards   | covered-payout | 10      |       | not-needed
  `,
  so: 'allocated, 0 left',
})

example('says what is missing when the payments cover less than is asked', {
  asks: '100.00',
  table: `
    instrument | gateway | instruction    | paid in | takes | because
    visa       | cards   | covered-payout | 40.01   | 40.01 | exposure
    paypal     | wallet  | covered-payout | 39.98   | 39.98 | exposure
  `,
  so: 'partially-allocated, 20.01 left',
})

example('counts what other requests have set aside as gone', {
  asks: '50.00',
  table: `
    instrument | gateway | instruction    | paid in | open | takes | because
    visa-1     | cards   | covered-payout | 40      | 15   | 25    | exposure
    visa-2     | cards   | covered-payout | 60      | 55   | 5     | exposure
    visa-3     | cards   | covered-payout | 20      | 20   |       | exposure-used-up
    visa-4     | cards   | covered-payout | 0       | 0    |       | no-covering-payment
  `,
  so: 'partially-allocated, 20 left',
})

example('places nothing when nothing was paid in where it would have to come from', {
  asks: '5.00',
  table: `
    instrument | gateway  | instruction      | paid in | takes | because
    visa       | cards-a  | covered-payout   |         |       | no-covering-payment
    visa       | cards-b  | approved-payment |         |       | no-approved-payment
  `,
  so: 'not-allocated, 5 left',
})

example('pays any instrument through an account that the customer has paid through', {
  asks: '500.00',
  table: `
    instrument | gateway | instruction      | paid in | takes | because
    visa-1     | cards-a | approved-payment | 10      | 500   | amount
    visa-1     | cards-b | approved-payment |         |       | no-approved-payment
    visa-2     | cards-a | approved-payment |         |       | not-needed
    visa-2     | cards-b | approved-payment |         |       | no-approved-payment
  `,
  so: 'allocated, 0 left',
})

example('splits over accounts under their per-transaction maximums', {
  asks: '250.00',
  table: `
    instrument | gateway | instruction    | paid in | maximum | takes | because
    visa       | cards-b | covered-payout | 300     | 100     | 100   | transaction-maximum
    visa       | cards-a | all            |         | 120     | 120   | transaction-maximum
    visa       | cards-c | all            |         | 30      | 30    | amount
  `,
  so: 'allocated, 0 left',
})

example('names the exposure when it and the maximum bind alike, and the amount when that binds too', {
  asks: '30.00',
  table: `
    instrument | gateway | instruction    | paid in | maximum | takes | because
    visa-1     | cards   | covered-payout | 20      | 20      | 20    | exposure
    visa-2     | cards   | covered-payout | 10      | 20      | 10    | amount
  `,
  so: 'allocated, 0 left',
})

example('leaves the rest for a person when every account has reached its maximum', {
  asks: '250.00',
  table: `
    instrument | gateway | instruction | maximum | takes | because
    visa       | cards-a | all         | 100     | 100   | transaction-maximum
    visa       | cards-b | all         | 100     | 100   | transaction-maximum
  `,
  so: 'partially-allocated, 50 left',
})

example('follows the order of the tokens before the size of the exposure', {
  asks: '45.00',
  order: ['paypal', 'payment-card', 'alternative-payment-methods'],
  table: `
    instrument | gateway | instruction    | paid in | takes | because
    paypal     | wallet  | covered-payout | 10      | 10    | exposure
    visa       | cards   | covered-payout | 20      | 20    | exposure
    Skrill     | skrill  | covered-payout | 90      | 15    | amount
  `,
  so: 'allocated, 0 left',
})

example('tries what the customer asked for first only when its token comes first', {
  asks: '15.00',
  wants: 'paypal',
  order: ['selected-payment-instrument', 'payment-card'],
  table: `
    instrument | gateway | instruction    | paid in | takes | because
    paypal     | wallet  | covered-payout | 10      | 10    | exposure
    visa       | cards   | covered-payout | 20      | 5     | amount
    Skrill     | skrill  | covered-payout | 90      |       | not-in-order
  `,
  so: 'allocated, 0 left',
})

example('empties the oldest payments first under oldest-payment', {
  asks: '25.00',
  policy: 'oldest-payment',
  table: `
    instrument | gateway | instruction    | paid in | first | last  | takes | because
    visa-3     | cards   | covered-payout | 10      | 01-01 | 03-01 | 10    | exposure
    visa-1     | cards   | covered-payout | 10      | 02-01 | 02-01 | 10    | exposure
    visa-2     | cards   | covered-payout | 90      | 03-01 | 04-01 | 5     | amount
    visa-4     | cards   | covered-payout | 0       |       |       |       | no-covering-payment
  `,
  so: 'allocated, 0 left',
})

example('empties the newest payments first under newest-payment', {
  asks: '25.00',
  policy: 'newest-payment',
  table: `
    instrument | gateway | instruction    | paid in | first | last  | takes | because
    visa-2     | cards   | covered-payout | 10      | 03-01 | 04-01 | 10    | exposure
    visa-3     | cards   | covered-payout | 10      | 01-01 | 03-01 | 10    | exposure
    visa-1     | cards   | covered-payout | 90      | 02-01 | 02-01 | 5     | amount
    visa-4     | cards   | covered-payout | 0       |       |       |       | no-covering-payment
  `,
  so: 'allocated, 0 left',
})

example('reckons in yen without decimals', {
  asks: '1000',
  currency: 'JPY',
  table: `
    instrument | gateway | instruction    | paid in | takes | because
    visa-1     | cards   | covered-payout | 667     | 667   | exposure
    visa-2     | cards   | covered-payout | 666     | 333   | amount
  `,
  so: 'allocated, 0 left',
})

example('reckons in fils, a thousand to the dinar', {
  asks: '1.005',
  currency: 'BHD',
  table: `
    instrument | gateway | instruction    | paid in | takes | because
    visa-1     | cards   | covered-payout | 1.001   | 1.001 | exposure
    visa-2     | cards   | covered-payout | 0.003   | 0.003 | exposure
  `,
  so: 'partially-allocated, 0.001 left',
})

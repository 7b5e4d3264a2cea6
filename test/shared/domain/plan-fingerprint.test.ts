import { expect, test } from 'vitest'
import { canonicalText } from '../../../shared/domain/canonical-text.ts'
import { fingerprintsUnder } from '../../../shared/domain/plan-fingerprint.ts'
import { digest } from '../../../shared/runtime/digest.ts'
import {
  cardInstrument,
  coveredAccount,
  gatewayAccount,
  paidIn,
  payoutRequest,
} from './auto-allocation/builders.ts'

const BEFORE = {
  request: payoutRequest({ version: 3 }),
  customer: {
    customerId: 'cust_1',
    currency: 'EUR',
    instruments: [cardInstrument('one'), cardInstrument('two')],
    exposures: [paidIn('one', 'covered', 50n), paidIn('two', 'covered', 20n)],
  },
  rules: {
    gateways: [coveredAccount('covered'), gatewayAccount('all')],
    order: ['payment-card', 'selected-payment-instrument'],
    policy: 'largest-exposure' as const,
  },
}

type State = typeof BEFORE

const fingerprintOf = ({ request, customer, rules }: State): string =>
  fingerprintsUnder(rules, digest)(request, customer)

const profile = (change: Partial<State['customer']>) => ({
  ...BEFORE,
  customer: { ...BEFORE.customer, ...change },
})
const rules = (change: Partial<State['rules']>) => ({ ...BEFORE, rules: { ...BEFORE.rules, ...change } })
const [one, two] = [cardInstrument('one'), cardInstrument('two')]
const [first, second] = [paidIn('one', 'covered', 50n), paidIn('two', 'covered', 20n)]

test.each<[string, State]>([
  ['the request was changed', { ...BEFORE, request: payoutRequest({ version: 4 }) }],
  ['an instrument was added', profile({ instruments: [one, two, cardInstrument('three')] })],
  ['an instrument was deactivated', profile({ instruments: [one, { ...two, status: 'deactivated' }] })],
  ['an instrument pays elsewhere', profile({ instruments: [one, { ...two, referenceData: { iban: 'x' } }] })],
  ['a payment came in', profile({ exposures: [paidIn('one', 'covered', 51n), second] })],
  [
    'something was set aside',
    profile({ exposures: [paidIn('one', 'covered', 50n, { openMinor: 1n }), second] }),
  ],
  [
    'a pair has a payment for the first time',
    profile({ exposures: [first, second, paidIn('one', 'all', 1n)] }),
  ],
  [
    'a gateway account is down',
    rules({ gateways: [coveredAccount('covered'), gatewayAccount('all', { isDown: true })] }),
  ],
  ['a gateway account was added', rules({ gateways: [...BEFORE.rules.gateways, gatewayAccount('new')] })],
  ['the order was changed', rules({ order: BEFORE.rules.order.toReversed() })],
])('is another when %s', (_, after) => {
  expect(fingerprintOf(after)).not.toBe(fingerprintOf(BEFORE))
})

const NEVER_USED = paidIn('one', 'all', 0n)

test.each([
  { payments: 1 },
  { salesMinor: 1n },
  { payoutsMinor: 1n },
  { openMinor: 1n },
  { lastPayoutTime: '2026-02-02T00:00:00.000Z' },
])('is another when a pair that was never used has %o', (used) => {
  const after = profile({ exposures: [first, second, { ...NEVER_USED, payments: 0, ...used }] })
  expect(fingerprintOf(after)).not.toBe(fingerprintOf(BEFORE))
})

test('is as long as a plan of a thousand has room for, and of the digest', () => {
  expect(fingerprintOf(BEFORE)).toMatch(/^[\w-]{22}$/)
})

test('is another under another policy', () => {
  const { request, customer } = BEFORE
  const under = fingerprintsUnder({ ...BEFORE.rules, policy: 'newest-payment' }, digest)
  expect(under(request, customer)).not.toBe(fingerprintOf(BEFORE))
})

test.each<[string, State]>([
  [
    'the batch claims the request anew',
    { ...BEFORE, request: payoutRequest({ version: 3, claim: { batch: 'b', chunk: 7 } }) },
  ],
  ['instruments are read in another order', profile({ instruments: [two, one] })],
  ['exposures are read in another order', profile({ exposures: [second, first] })],
  ['gateway accounts are read in another order', rules({ gateways: BEFORE.rules.gateways.toReversed() })],
  [
    'an instrument was changed and changed back',
    profile({ instruments: [one, { ...two, version: 9, updatedTime: '2026-02-02T00:00:00.000Z' }] }),
  ],
  [
    'all that was ever set aside on a pair was canceled',
    profile({ exposures: [first, second, paidIn('one', 'all', 0n)] }),
  ],
  [
    'a gateway account is paid through faster',
    rules({
      gateways: [coveredAccount('covered', { payoutConcurrency: 99, version: 2 }), gatewayAccount('all')],
    }),
  ],
])('stays the same when %s', (_, after) => {
  expect(fingerprintOf(after)).toBe(fingerprintOf(BEFORE))
})

test('one text is for one value: neither the order of members nor absence makes another', () => {
  const value = { b: [1n, { d: null, c: 'x' }], a: true }
  expect(canonicalText({ a: true, gone: undefined, b: [1n, { c: 'x', d: null }] })).toBe(canonicalText(value))
  const others = [
    { ...value, a: false },
    { ...value, b: [1n] },
    { ...value, b: [1, { d: null, c: 'x' }] },
  ]
  expect(new Set([value, ...others].map(canonicalText)).size).toBe(4)
})

import { describe, expect, test } from 'vitest'
import { decide } from '../../../../shared/domain/auto-allocation/decide.ts'
import type { DecisionInput, PairReason } from '../../../../shared/domain/auto-allocation/decision.ts'
import type { PaymentInstrument } from '../../../../shared/domain/customer.ts'
import type { GatewayAccount } from '../../../../shared/domain/gateway-account.ts'
import type { PayoutRequest } from '../../../../shared/domain/payout-request.ts'
import {
  cardInstrument,
  coveredAccount,
  decisionInput,
  gatewayAccount,
  limitsOf,
  paidIn,
  payoutRequest,
} from './builders.ts'

const requestOf = (given: Partial<PayoutRequest>) => decisionInput({ request: payoutRequest(given) })

test.each([
  ['pending', { status: 'pending' }, 'not-allocated', 'not-approved'],
  ['ready', { status: 'ready' }, 'not-allocated', 'not-approved'],
  ['ready and blocked', { status: 'ready', blocked: true }, 'not-allocated', 'not-approved'],
  ['canceled', { status: 'canceled' }, 'not-allocated', 'canceled'],
  ['canceled with nothing open', { status: 'canceled', unallocatedMinor: 0n }, 'not-allocated', 'canceled'],
  ['split', { status: 'split' }, 'not-allocated', 'split'],
  ['merged', { status: 'merged' }, 'not-allocated', 'not-approved'],
  ['blocked', { blocked: true }, 'not-allocated', 'blocked'],
  ['fulfilled', { status: 'fulfilled', unallocatedMinor: 0n }, 'already-allocated', null],
  [
    'fulfilled, whatever seems open',
    { status: 'fulfilled', unallocatedMinor: 5n },
    'already-allocated',
    null,
  ],
  ['in progress, nothing open', { status: 'in-progress', unallocatedMinor: 0n }, 'already-allocated', null],
  [
    'in progress, nothing open, blocked since',
    { status: 'in-progress', unallocatedMinor: 0n, blocked: true },
    'already-allocated',
    null,
  ],
  [
    'at 1023 allocations',
    { status: 'in-progress', allocationCount: 1023 },
    'not-allocated',
    'allocation-limit',
  ],
  ['in progress with something open', { status: 'in-progress' }, 'allocated', null],
] as const)('a request that is %s ends as its state says', (_, given, outcome, reason) => {
  const decision = decide(requestOf(given))
  const open = 'unallocatedMinor' in given ? given.unallocatedMinor : 1000n
  expect(decision).toMatchObject({ outcome, reason, unallocatedMinor: outcome === 'allocated' ? 0n : open })
})

test('a customer without instruments has no-instrument, one whose instruments cannot be used no-capacity', () => {
  expect(decide(decisionInput({ instruments: [] })).reason).toBe('no-instrument')
  expect(decide(decisionInput({ instruments: [cardInstrument('card', { status: 'expired' })] })).reason).toBe(
    'no-capacity',
  )
  expect(decide(decisionInput({ gateways: [] })).reason).toBe('no-capacity')
})

test('only as many legs are made as allocation numbers are left', () => {
  const gateways = ['g1', 'g2', 'g3'].map((id) => coveredAccount(id))
  const exposures = gateways.map(({ id }) => paidIn('card', id, 10n))
  const request = payoutRequest({ amountMinor: 30n, status: 'in-progress', allocationCount: 1021 })
  const decision = decide(decisionInput({ request, gateways, exposures }))
  expect(decision.legs.map((leg) => leg.gatewayAccountId)).toEqual(['g1', 'g2'])
  expect(decision.candidates[2]).toMatchObject({
    gatewayAccountId: 'g3',
    reason: 'leg-limit',
    neededMinor: 10n,
  })
  expect(decision).toMatchObject({ outcome: 'partially-allocated', unallocatedMinor: 10n })
})

test('a rest is not made up where that would take one leg too many', () => {
  const least = (amountMinor: bigint) => ({ payoutLimits: limitsOf({ least: amountMinor, most: null }) })
  const input = (allocationCount: number) =>
    decisionInput({
      request: payoutRequest({ amountMinor: 30n, status: 'in-progress', allocationCount }),
      gateways: [
        coveredAccount('a'),
        coveredAccount('passed', least(12n)),
        coveredAccount('b'),
        coveredAccount('c', least(3n)),
        coveredAccount('d'),
      ],
      exposures: [
        paidIn('card', 'a', 20n),
        paidIn('card', 'passed', 15n),
        paidIn('card', 'b', 8n),
        paidIn('card', 'c', 7n),
      ],
    })
  const whyNot = (allocationCount: number) =>
    decide(input(allocationCount)).candidates.map(({ reason, tookMinor }) => reason ?? tookMinor)
  expect(whyNot(1021)).toEqual([20n, 'below-minimum', 8n, 'below-minimum', 'no-covering-payment'])
  expect(whyNot(1020)).toEqual([17n, 12n, 1n, 'below-minimum', 'no-covering-payment'])
})

describe('a pair is refused for the first test that it fails', () => {
  const tests: [PairReason, Partial<PaymentInstrument>, Partial<GatewayAccount>, Partial<DecisionInput>?][] =
    [
      ['not-in-order', {}, {}, { order: ['paypal', 'Skrill'] }],
      ['declined-before', {}, {}, { allocations: [past('declined')] }],
      ['currency-not-accepted', {}, { acceptedCurrencies: ['USD'] }],
      ['card-scheme-not-accepted', {}, { paymentCardSchemes: ['JCB'] }],
      ['method-mismatch', {}, { method: 'paypal' }],
      ['gateway-pays-nothing', {}, { readyToPayoutInstruction: 'none' }],
      ['gateway-down', {}, { isDown: true }],
      ['gateway-inactive', {}, { status: 'inactive' }],
      ['card-not-payoutable', { card: notPayoutable() }, {}],
      ['instrument-inactive', { status: 'verification-needed' }, {}],
    ]

  test.each(tests)('%s', (reason, instrument, gateway, more = {}) => {
    expect(reasonOf(instrument, gateway, more)).toBe(reason)
  })

  test('in the order of the rules, when everything is wrong at once', () => {
    const wrong = tests.map((_, at) => {
      const [instrument, gateway, more] = tests
        .slice(0, at + 1)
        .reduce<[Partial<PaymentInstrument>, Partial<GatewayAccount>, Partial<DecisionInput>]>(
          (all, [, instrument, gateway, more]) => [
            { ...all[0], ...instrument },
            { ...all[1], ...gateway },
            { ...all[2], ...more },
          ],
          [{}, {}, {}],
        )
      return reasonOf(instrument, gateway, more)
    })
    expect(wrong).toEqual(tests.map(([reason]) => reason))
  })

  test('two failures are tried again, a third ends the tries, cancellations do not count', () => {
    const twice = [past('failed'), past('failed'), past('canceled'), past('canceled'), past('completed')]
    expect(reasonOf({}, {}, { allocations: twice })).toBeNull()
    expect(reasonOf({}, {}, { allocations: [...twice, past('failed')] })).toBe('declined-before')
    expect(reasonOf({}, {}, { allocations: [past('canceled'), past('declined')] })).toBe('declined-before')
    expect(reasonOf({}, {}, { allocations: [{ ...past('declined'), gatewayAccountId: 'other' }] })).toBeNull()
  })

  function reasonOf(
    instrument: Partial<PaymentInstrument>,
    gateway: Partial<GatewayAccount>,
    more: Partial<DecisionInput>,
  ) {
    const instruments = [cardInstrument('card', instrument)]
    return decide(decisionInput({ ...more, instruments, gateways: [gatewayAccount('cards', gateway)] }))
      .candidates[0]?.reason
  }
})

describe('inside a token pairs come', () => {
  const walkOf = (exposures: DecisionInput['customer']['exposures'], given: Partial<DecisionInput> = {}) => {
    const instruments = [...new Set(exposures.map((row) => row.paymentInstrumentId))].map((id) =>
      cardInstrument(id),
    )
    const gateways = [...new Set(exposures.map((row) => row.gatewayAccountId))].map((id) =>
      coveredAccount(id),
    )
    return decide(decisionInput({ ...given, instruments, gateways, exposures }))
      .candidates.filter(({ tookMinor }) => tookMinor > 0n)
      .map((pair) => `${pair.paymentInstrumentId} ${pair.gatewayAccountId}`)
  }
  const on = (day: number) => ({ lastPaymentTime: `2026-03-0${day}T00:00:00.000Z` })

  test('by exposure less what is open, not by exposure', () => {
    expect(walkOf([paidIn('a', 'g', 90n, { openMinor: 80n }), paidIn('b', 'g', 20n)])).toEqual(['b g', 'a g'])
  })

  test('among equals the selected instrument first, then the latest payment, none last', () => {
    const rows = [
      paidIn('a', 'g', 9n),
      paidIn('b', 'g', 9n, on(1)),
      paidIn('c', 'g', 9n, on(2)),
      paidIn('d', 'g', 9n),
    ]
    const request = payoutRequest({ paymentInstrumentId: 'd' })
    expect(walkOf(rows, { request })).toEqual(['d g', 'c g', 'b g', 'a g'])
  })

  test('at last by the code units of instrument and account, as no locale would order them', () => {
    const ids = ['a', 'B', '_', '10', '2', '~']
    expect(walkOf(ids.map((id) => paidIn(id, 'g', 9n)))).toEqual(['10 g', '2 g', 'B g', '_ g', 'a g', '~ g'])
    expect(walkOf(ids.map((id) => paidIn('i', id, 9n)))).toEqual(['i 10', 'i 2', 'i B', 'i _', 'i a', 'i ~'])
  })
})

test('a method named anywhere in the order is no alternative, and names are case-sensitive', () => {
  const instruments = ['Skrill', 'skrill'].map((method) => ({
    ...cardInstrument(method),
    method,
    card: null,
  }))
  const gateways = ['Skrill', 'skrill'].map((method) => gatewayAccount(method, { method }))
  const walk = (order: string[]) =>
    decide(decisionInput({ instruments, gateways, order }))
      .candidates.filter(({ token }) => token !== null)
      .map(({ token, gatewayAccountId }) => `${token}: ${gatewayAccountId}`)
  expect(walk(['alternative-payment-methods', 'Skrill'])).toEqual([
    'alternative-payment-methods: skrill',
    'Skrill: Skrill',
  ])
  expect(walk(['Skrill', 'payment-card'])).toEqual(['Skrill: Skrill'])
})

test('a leg says what it was decided on: the exposure before it, and whether headroom must still be there', () => {
  const gateways = [coveredAccount('covered'), gatewayAccount('free')]
  const exposures = [paidIn('card', 'covered', 900n, { payoutsMinor: 100n, openMinor: 50n })]
  expect(decide(decisionInput({ gateways, exposures })).legs).toEqual([
    leg('covered', { amountMinor: 750n, limitedBy: 'exposure', exposureMinor: 800n, needsHeadroom: true }),
    leg('free', { amountMinor: 250n, limitedBy: 'amount', exposureMinor: 0n, needsHeadroom: false }),
  ])
})

test('refuses loudly to decide with somebody else’s profile', () => {
  const input = decisionInput()
  expect(() => decide({ ...input, customer: { ...input.customer, customerId: 'cust_2' } })).toThrow('profile')
  expect(() => decide({ ...input, customer: { ...input.customer, currency: 'USD' } })).toThrow('profile')
})

const leg = (gatewayAccountId: string, rest: object) => ({
  paymentInstrumentId: 'card',
  gatewayAccountId,
  ...rest,
})

function past(status: DecisionInput['allocations'][number]['status']) {
  return { paymentInstrumentId: 'card', gatewayAccountId: 'cards', status }
}

function notPayoutable(): PaymentInstrument['card'] {
  return { brand: 'Visa', bin: null, last4: null, expMonth: null, expYear: null, isPayoutable: false }
}

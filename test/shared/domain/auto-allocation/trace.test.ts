import { brotliCompressSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../../shared/domain/auto-allocation/decide.ts'
import type { Decision } from '../../../../shared/domain/auto-allocation/decision.ts'
import { decodeDecision, encodeDecision } from '../../../../shared/domain/auto-allocation/trace.ts'
import { CROCKFORD } from '../../../../shared/domain/identifiers.ts'
import {
  cardInstrument,
  coveredAccount,
  decisionInput,
  instrument,
  limitsOf,
  paidIn,
  payoutRequest,
} from './builders.ts'
import { MANY, openWorlds, tightWorlds, worlds } from './worlds.ts'

const decisions = fc.oneof(worlds(), worlds(MANY), openWorlds(), tightWorlds()).map(decide)

test('reads back exactly what it wrote', () =>
  fc.assert(
    fc.property(decisions, (decision) => {
      const stored = encodeDecision(decision)
      expect(decodeDecision(stored)).toEqual(decision)
      expect(encodeDecision(decodeDecision(stored))).toBe(stored)
    }),
    { numRuns: 500 },
  ))

test('writes the same text for the same decision, however its object was made', () => {
  const decision = decide(decisionInput())
  expect(encodeDecision(reversed(decision))).toBe(encodeDecision(decision))
})

test('is short and can be read', () => {
  const decision = decide(
    decisionInput({
      request: payoutRequest({ amountMinor: 5000n }),
      instruments: [cardInstrument('inst_A'), cardInstrument('inst_B', { status: 'inactive' })],
      gateways: [coveredAccount('gw_acc_A')],
      exposures: [paidIn('inst_A', 'gw_acc_A', 3000n)],
    }),
  )
  expect(encodeDecision(decision)).toBe(
    '{"v":1,"outcome":"partially-allocated","reason":null,"unallocated":"2000",' +
      '"instruments":["inst_A","inst_B"],"gateways":["gw_acc_A"],"legs":[[0,0,"3000","exposure","3000",1]],' +
      '"candidates":[[0,0,null,"payment-card","3000","0","3000",null,null,"5000","3000","exposure"],' +
      '[1,0,"instrument-inactive"]]}',
  )
})

test('tells of minimums, and on both sides what a repair moved', () => {
  const payoutLimits = limitsOf({ least: 1000n, most: null })
  const decision = decide(
    decisionInput({
      request: payoutRequest({ amountMinor: 4500n }),
      instruments: [cardInstrument('inst_A'), cardInstrument('inst_B')],
      gateways: [coveredAccount('gw_acc_A', { payoutLimits })],
      exposures: [paidIn('inst_A', 'gw_acc_A', 4000n), paidIn('inst_B', 'gw_acc_A', 3000n)],
      periodLeft: new Map([['gw_acc_A', 5000n]]),
    }),
  )
  expect(JSON.parse(encodeDecision(decision))).toMatchObject({
    legs: [
      [0, 0, '3500', 'repair', '4000', 1],
      [1, 0, '1000', 'repair', '3000', 1],
    ],
    candidates: [
      [
        0,
        0,
        null,
        'payment-card',
        '4000',
        '0',
        '4000',
        null,
        '5000',
        '4500',
        '3500',
        'repair',
        '1000',
        '-500',
      ],
      [1, 0, null, 'payment-card', '3000', '0', '3000', null, '1000', '500', '1000', 'repair', '1000', '500'],
    ],
  })
})

test('keeps amounts that a JSON number would not', () => {
  const exposures = [paidIn('card', 'cards', 2n ** 70n + 1n, { payoutsMinor: 1n, openMinor: 2n ** 64n + 3n })]
  const decision = decide(decisionInput({ exposures }))
  expect(decodeDecision(encodeDecision(decision)).candidates[0]).toMatchObject({
    exposureMinor: 2n ** 70n,
    openMinor: 2n ** 64n + 3n,
  })
})

test.each([
  ['another version', stored({ v: 2 })],
  ['no object', '7'],
  ['an unknown outcome', stored({ outcome: 'lucky' })],
  ['an unknown reason', stored({ reason: 'weather' })],
  ['an amount that is no integer', stored({ unallocated: '1.5' })],
  ['an amount as a number', stored({ unallocated: 15 })],
  ['a pair that is not in the tables', stored({ candidates: [[7, 0, 'not-needed']] })],
  ['an unknown pair reason', stored({ candidates: [[0, 0, 'mood']] })],
])('refuses to read %s', (_, text) => {
  expect(() => decodeDecision(text)).toThrow(TypeError)
})

test('takes at most 400 bytes a request, compressed, in a part of 32 requests with 12 pairs each', () => {
  const part = Array.from({ length: 32 }, (_, at) => encodeDecision(decide(ordinaryWorld(at)))).join('\n')
  expect(brotliCompressSync(part).length / 32).toBeLessThanOrEqual(400)
})

/** Every request of another customer, with ids as they are generated. */
function ordinaryWorld(at: number) {
  const instruments = [
    cardInstrument(generatedId('inst', at, 1)),
    cardInstrument(generatedId('inst', at, 2)),
    instrument(generatedId('inst', at, 3), 'paypal'),
  ]
  const gateways = [1, 2, 3, 4].map((account) =>
    coveredAccount(generatedId('gw_acc', 0, account), {
      method: account === 4 ? 'paypal' : 'payment-card',
    }),
  )
  const exposures = instruments.flatMap(({ id }, i) =>
    gateways.map((gateway, g) =>
      paidIn(id, gateway.id, BigInt(((at + 3) * (i + 5) * (g + 7) * 7919) % 20_011)),
    ),
  )
  return decisionInput({ request: payoutRequest({ amountMinor: 30_000n }), instruments, gateways, exposures })
}

function generatedId(prefix: string, ...numbers: number[]): string {
  const [seed = 0] = fc.sample(fc.nat(), { seed: numbers.reduce((sum, n) => sum * 100 + n, 7), numRuns: 1 })
  const digits = fc.sample(fc.nat(CROCKFORD.length - 1), { seed, numRuns: 16 })
  return `${prefix}_01KD3W8Z9Q${digits.map((digit) => CROCKFORD.charAt(digit)).join('')}`
}

function reversed(decision: Decision): Decision {
  const backwards = <Value extends object>(value: Value): Value => ({
    ...value,
    ...Object.fromEntries(Object.entries(value).toReversed()),
  })
  return {
    candidates: decision.candidates.map(backwards),
    unallocatedMinor: decision.unallocatedMinor,
    legs: decision.legs.map(backwards),
    reason: decision.reason,
    outcome: decision.outcome,
  }
}

function stored(wrong: Record<string, unknown>): string {
  return JSON.stringify({ ...JSON.parse(encodeDecision(decide(decisionInput()))), ...wrong })
}

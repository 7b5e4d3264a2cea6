import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterLegs, periodLeftAfter } from '../../../../shared/domain/auto-allocation/after-legs.ts'
import { decide } from '../../../../shared/domain/auto-allocation/decide.ts'
import type { Decision, DecisionInput } from '../../../../shared/domain/auto-allocation/decision.ts'
import { exposureOf } from '../../../../shared/domain/customer.ts'
import { cardInstrument, coveredAccount, decisionInput, paidIn, payoutRequest } from './builders.ts'
import { MANY, openWorlds, worlds } from './worlds.ts'

/** Decides one request after the other, each on what the earlier ones left. */
function decideInTurn(world: DecisionInput, amounts: readonly bigint[]) {
  let { customer } = world
  const decisions: Decision[] = []
  for (const amountMinor of amounts) {
    const request = { ...world.request, amountMinor, unallocatedMinor: amountMinor }
    const decision = decide({ ...world, request, customer })
    decisions.push(decision)
    customer = afterLegs(customer, decision.legs)
  }
  return { decisions, customer }
}

test('what one request takes is not there for the next of the same customer', () => {
  const world = decisionInput({
    gateways: [coveredAccount('covered')],
    exposures: [paidIn('card', 'covered', 100n)],
  })
  const { decisions } = decideInTurn(world, [70n, 50n, 10n])
  expect(decisions.map(({ outcome, unallocatedMinor }) => [outcome, unallocatedMinor])).toEqual([
    ['allocated', 0n],
    ['partially-allocated', 20n],
    ['not-allocated', 10n],
  ])
  expect(decisions[2]?.candidates[0]).toMatchObject({ openMinor: 100n, reason: 'exposure-used-up' })
})

test('a pair that nothing was known of is open from its first leg on, and nothing else changes', () => {
  const world = decisionInput({
    request: payoutRequest({ amountMinor: 30n }),
    exposures: [paidIn('card', 'x', 5n)],
  })
  const after = afterLegs(world.customer, decide(world).legs)
  expect(after).toEqual({
    ...world.customer,
    exposures: [paidIn('card', 'x', 5n), paidIn('card', 'cards', 0n, { openMinor: 30n })],
  })
})

test('the windows lose what was set aside through their accounts, the others stay as they are', () => {
  const legs = decide(
    decisionInput({
      request: payoutRequest({ amountMinor: 90n }),
      instruments: [cardInstrument('one'), cardInstrument('two')],
      gateways: [coveredAccount('capped'), coveredAccount('free')],
      exposures: [paidIn('one', 'capped', 40n), paidIn('two', 'capped', 30n), paidIn('two', 'free', 20n)],
    }),
  ).legs
  const before = new Map([
    ['capped', 75n],
    ['elsewhere', 7n],
  ])
  expect([...periodLeftAfter(before, legs)]).toEqual([
    ['capped', 5n],
    ['elsewhere', 7n],
  ])
  expect(before.get('capped')).toBe(75n)
})

const sequences = fc.tuple(
  fc.oneof(worlds(), openWorlds(MANY)),
  fc.array(fc.bigInt(1n, 80n), { minLength: 1, maxLength: 6 }),
)

test('the covered legs of all of a customer’s requests together never exceed what the pair had left', () =>
  fc.assert(
    fc.property(sequences, ([world, amounts]) => {
      const { decisions } = decideInTurn(world, amounts)
      const covered = decisions.flatMap(({ legs }) => legs.filter((leg) => leg.needsHeadroom))
      for (const [pair, legs] of Map.groupBy(
        covered,
        (leg) => `${leg.paymentInstrumentId} ${leg.gatewayAccountId}`,
      )) {
        const row = world.customer.exposures.find(
          (row) => `${row.paymentInstrumentId} ${row.gatewayAccountId}` === pair,
        )
        const placed = legs.reduce((sum, leg) => sum + leg.amountMinor, 0n)
        expect(placed <= (row ? row.salesMinor - row.payoutsMinor - row.openMinor : 0n)).toBe(true)
      }
    }),
    { numRuns: 300 },
  ))

test('open grows by exactly what was placed, and headroom stays exposure less open', () =>
  fc.assert(
    fc.property(sequences, ([world, amounts]) => {
      const { decisions, customer } = decideInTurn(world, amounts)
      const openIn = (rows: typeof customer.exposures) => rows.reduce((sum, row) => sum + row.openMinor, 0n)
      const placed = decisions.flatMap(({ legs }) => legs).reduce((sum, leg) => sum + leg.amountMinor, 0n)
      expect(openIn(customer.exposures) - openIn(world.customer.exposures)).toBe(placed)
      for (const row of customer.exposures) expect(row.headroomMinor).toBe(exposureOf(row) - row.openMinor)
    }),
    { numRuns: 300 },
  ))

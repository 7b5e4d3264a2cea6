import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../../shared/domain/auto-allocation/decide.ts'
import {
  type CandidateTrace,
  type DecisionInput,
  LEGS_PER_REQUEST_LIMIT,
  type Leg,
} from '../../../../shared/domain/auto-allocation/decision.ts'
import { pairReasons } from '../../../../shared/domain/auto-allocation/pair-reasons.ts'
import { encodeDecision } from '../../../../shared/domain/auto-allocation/trace.ts'
import { sumOf } from '../../../../shared/domain/money.ts'
import { mostPossible, tell, tellAgain } from './second-writing.ts'
import { MANY, openWorlds, shuffled, tightWorlds, withoutMinimums, worlds } from './worlds.ts'

const anyWorld = fc.oneof(worlds(), worlds(MANY), openWorlds(), tightWorlds())
const isWalked = ({ policy }: DecisionInput): boolean => policy !== 'proportional'
const repairs = anyWorld
  .map(decide)
  .filter(({ legs }) => legs.some(({ limitedBy }) => limitedBy === 'repair'))
const RUNS = { numRuns: 500 }

test('agrees leg by leg and reason by reason with a second writing of the rules', () =>
  fc.assert(
    fc.property(anyWorld, (world) => {
      expect(tell(decide(world))).toEqual(tellAgain(world))
    }),
    { numRuns: 1500 },
  ))

test('decides the same, byte for byte, whatever the order of what it is given', () =>
  fc.assert(
    fc.property(
      anyWorld.chain((world) => fc.tuple(fc.constant(world), shuffled(world))),
      ([world, other]) => {
        expect(encodeDecision(decide(other))).toBe(encodeDecision(decide(world)))
      },
    ),
    RUNS,
  ))

test('places and leaves what was open, to the minor unit', () =>
  fc.assert(
    fc.property(anyWorld, (world) => {
      const { legs, unallocatedMinor } = decide(world)
      expect(sumOf(legs.map((leg) => leg.amountMinor)) + unallocatedMinor).toBe(
        world.request.unallocatedMinor,
      )
      expect(unallocatedMinor).toBeGreaterThanOrEqual(0n)
      expect(legs.every((leg) => leg.amountMinor > 0n)).toBe(true)
    }),
    RUNS,
  ))

test('lists every pair once, with what it took or the one reason why it took nothing', () =>
  fc.assert(
    fc.property(openOrLooked(anyWorld), ([world, decision]) => {
      const names = decision.candidates.map(nameOf)
      expect(names.toSorted()).toEqual(
        world.customer.instruments
          .flatMap((one) => world.gateways.map(({ id }) => `${one.id} ${id}`))
          .toSorted(),
      )
      for (const { reason, tookMinor, limitedBy } of decision.candidates) {
        expect([reason !== null, limitedBy === null]).toEqual([tookMinor === 0n, tookMinor === 0n])
      }
    }),
    RUNS,
  ))

test('gives each reason once, in the order of the walk', () =>
  fc.assert(
    fc.property(anyWorld, (world) => {
      const decision = decide(world)
      const all = decision.candidates.map(({ reason }) => reason).filter((reason) => reason !== null)
      const first = [...new Set(all)].toSorted((one, other) => all.indexOf(one) - all.indexOf(other))
      expect(pairReasons(decision)).toEqual(first)
    }),
    RUNS,
  ))

test('makes a leg of exactly what each pair took, in the order of the walk', () =>
  fc.assert(
    fc.property(anyWorld, (world) => {
      const { legs, candidates } = decide(world)
      const taken = candidates.filter(({ tookMinor }) => tookMinor > 0n)
      expect(legs.map((leg) => [nameOf(leg), leg.amountMinor, leg.limitedBy, leg.exposureMinor])).toEqual(
        taken.map((pair) => [nameOf(pair), pair.tookMinor, pair.limitedBy, pair.exposureMinor]),
      )
    }),
    RUNS,
  ))

test('never places more on a pair than any part of its cap, nor less than its minimum', () =>
  fc.assert(
    fc.property(anyWorld, (world) => {
      for (const pair of decide(world).candidates.filter(({ tookMinor }) => tookMinor > 0n)) {
        for (const limit of [pair.capacityMinor, pair.transactionMaximumMinor, pair.periodLeftMinor])
          expect(limit === null || pair.tookMinor <= limit).toBe(true)
        expect(pair.tookMinor >= (pair.transactionMinimumMinor ?? 1n)).toBe(true)
      }
    }),
    RUNS,
  ))

test('never places more through an account than its window leaves', () =>
  fc.assert(
    fc.property(anyWorld, (world) => {
      for (const [gateway, legs] of Map.groupBy(decide(world).legs, (leg) => leg.gatewayAccountId)) {
        const placed = sumOf(legs.map((leg) => leg.amountMinor))
        expect(placed <= (world.periodLeft.get(gateway) ?? placed)).toBe(true)
      }
    }),
    RUNS,
  ))

test('leaves an earlier pair with less than it could have only by what a repair moved', () =>
  fc.assert(
    fc.property(anyWorld.filter(isWalked), (world) => {
      for (const pair of decide(world).candidates.filter(({ token }) => token !== null)) {
        const fits = couldHave(pair) >= (pair.transactionMinimumMinor ?? 1n) && pair.reason !== 'leg-limit'
        if (pair.movedMinor > 0n) expect(pair.tookMinor).toBe(pair.transactionMinimumMinor)
        else expect(pair.tookMinor - pair.movedMinor).toBe(fits ? couldHave(pair) : 0n)
      }
    }),
    RUNS,
  ))

test('moves money to one pair only, from other legs only, and only to complete the request', () =>
  fc.assert(
    fc.property(repairs, (decision) => {
      const moves = decision.candidates.map(({ movedMinor }) => movedMinor)
      expect(moves.filter((move) => move > 0n).length).toBe(1)
      expect(sumOf(moves)).toBe(0n)
      expect(decision).toMatchObject({ outcome: 'allocated', unallocatedMinor: 0n })
      for (const { movedMinor, limitedBy } of decision.candidates)
        expect(movedMinor !== 0n).toBe(limitedBy === 'repair')
    }),
    { numRuns: 60 },
  ))

test('places the most that is possible, or as many legs as a request may have, where there are no minimums', () =>
  fc.assert(
    fc.property(openWorlds().map(withoutMinimums), (world) => {
      const decision = decide(world)
      const placed = sumOf(decision.legs.map((leg) => leg.amountMinor))
      expect(placed === mostPossible(world) || decision.legs.length === LEGS_PER_REQUEST_LIMIT).toBe(true)
      expect(decision.legs.length).toBeLessThanOrEqual(LEGS_PER_REQUEST_LIMIT)
    }),
    RUNS,
  ))

test('tells the outcome from the state that the decision leaves', () =>
  fc.assert(
    fc.property(anyWorld, (world) => {
      const { outcome, reason, legs, unallocatedMinor } = decide(world)
      const isOpen = world.request.unallocatedMinor > 0n
      expect(outcome === 'allocated').toBe(legs.length > 0 && unallocatedMinor === 0n)
      expect(outcome === 'partially-allocated').toBe(legs.length > 0 && unallocatedMinor > 0n)
      expect(outcome === 'not-allocated').toBe(reason !== null)
      expect(outcome === 'already-allocated').toBe(!isOpen && reason === null)
    }),
    RUNS,
  ))

/** Together with its decision, a world whose request got as far as looking at pairs. */
const openOrLooked = (source: typeof anyWorld) =>
  source
    .map((world) => [world, decide(world)] as const)
    .filter(([, decision]) => decision.legs.length > 0 || decision.reason === 'no-capacity')

const nameOf = (pair: Leg | CandidateTrace): string => `${pair.paymentInstrumentId} ${pair.gatewayAccountId}`

/** min(remaining, cap), from what the trace says of either. */
function couldHave(pair: CandidateTrace): bigint {
  const limits = [pair.capacityMinor, pair.transactionMaximumMinor, pair.periodLeftMinor]
  return limits.reduce<bigint>(
    (least, limit) => (limit !== null && limit < least ? limit : least),
    pair.neededMinor,
  )
}

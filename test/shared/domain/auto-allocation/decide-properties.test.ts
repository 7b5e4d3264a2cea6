import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../../shared/domain/auto-allocation/decide.ts'
import {
  type CandidateTrace,
  type Decision,
  LEGS_PER_REQUEST_LIMIT,
  type Leg,
} from '../../../../shared/domain/auto-allocation/decision.ts'
import { encodeDecision } from '../../../../shared/domain/auto-allocation/trace.ts'
import { sumOf } from '../../../../shared/domain/money.ts'
import { mostPossible, tell, tellAgain } from './second-writing.ts'
import { MANY, openWorlds, shuffled, worlds } from './worlds.ts'

const anyWorld = fc.oneof(worlds(), worlds(MANY), openWorlds())
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

test('never places more on a pair than any part of its cap', () =>
  fc.assert(
    fc.property(anyWorld, (world) => {
      for (const pair of decide(world).candidates)
        for (const limit of [pair.capacityMinor, pair.transactionMaximumMinor, pair.periodLeftMinor])
          expect(limit === null || pair.tookMinor <= limit).toBe(true)
    }),
    RUNS,
  ))

test('leaves no earlier pair with less than it could have while a later one has something', () =>
  fc.assert(
    fc.property(anyWorld, (world) => {
      const { candidates } = decide(world)
      const last = candidates.findLastIndex((pair) => pair.tookMinor > 0n)
      for (const pair of candidates.slice(0, last)) expect(pair.tookMinor).toBe(capOf(pair))
    }),
    RUNS,
  ))

test('places the most that is possible, or as many full legs as a request may have', () =>
  fc.assert(
    fc.property(openWorlds(), (world) => {
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

const capOf = ({ capacityMinor, transactionMaximumMinor }: Decision['candidates'][number]): bigint | null =>
  [capacityMinor, transactionMaximumMinor]
    .filter((limit) => limit !== null)
    .reduce<bigint | null>((least, limit) => (least === null || limit < least ? limit : least), null)

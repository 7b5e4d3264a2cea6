import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AllocationPlan } from '../../../shared/domain/allocation-plan.ts'
import type { Leg } from '../../../shared/domain/auto-allocation/decision.ts'
import type { DecidedMember } from '../../../shared/domain/batch-run.ts'
import { type CustomerProfile, exposureOn } from '../../../shared/domain/customer.ts'
import { sumOf } from '../../../shared/domain/money.ts'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import { applied, type PlannedWorld, plannedWorlds, planOf, profileName } from './planned-worlds.ts'

const decisions = (members: readonly DecidedMember[]) =>
  new Map(members.map(({ request, decision }) => [request.id, decision]))

const planned = ({ members }: AllocationPlan) =>
  new Map(members.map(({ payoutRequestId, decision }) => [payoutRequestId, decision]))

const total = (legs: readonly Leg[]): bigint => sumOf(legs.map(({ amountMinor }) => amountMinor))

describe('a plan', () => {
  test('is the same, and has the same hash, as long as nothing changes', () => {
    fc.assert(
      fc.property(plannedWorlds, (world) => {
        const { hash, members } = planOf(world)
        const again = planOf({ ...world, requests: world.requests.toReversed() })
        expect(again.hash).toBe(hash)
        expect(again.members).toEqual(members)
      }),
    )
  })

  test('adds up: legs and rest are what was open, and its totals are those of its legs', () => {
    fc.assert(
      fc.property(plannedWorlds, (world) => {
        const { members, results, byGatewayAccount } = planOf(world)
        const names = byGatewayAccount.map((one) => `${one.gatewayAccountId} ${one.currency}`)
        expect(names).toEqual(names.toSorted())
        for (const { decision, availableBeforeMinor } of members)
          expect(total(decision.legs) + decision.unallocatedMinor).toBe(availableBeforeMinor)
        for (const currency of ['EUR', 'JPY']) {
          const legs = members
            .filter((one) => one.currency === currency)
            .flatMap(({ decision }) => decision.legs)
          expect(results.allocatedMinor[currency] ?? 0n).toBe(total(legs))
          for (const account of ['capped', 'open'])
            expect(
              byGatewayAccount.find((one) => one.gatewayAccountId === account && one.currency === currency)
                ?.amountMinor ?? 0n,
            ).toBe(total(legs.filter(({ gatewayAccountId }) => gatewayAccountId === account)))
        }
      }),
    )
  })
})

describe('applied to what it was made of', () => {
  test('it is what is done, to the byte, whichever customer comes first', () => {
    fc.assert(
      fc.property(plannedWorlds, fc.func(fc.nat()), (world, turn) => {
        const plan = planOf(world)
        const customers = [...Map.groupBy(world.requests, ({ customerId }) => customerId)]
        const requests = customers
          .toSorted(([one], [other]) => turn(one) - turn(other))
          .flatMap(([, group]) => group)
        expect(decisions(applied(plan, { ...world, requests }))).toEqual(planned(plan))
      }),
    )
  })

  test('it is what is done by a run that breaks off anywhere and goes on with the world as it left it', () => {
    fc.assert(
      fc.property(plannedWorlds, fc.nat(9), (world, at) => {
        const plan = planOf(world)
        const begun = applied(plan, { ...world, requests: world.requests.slice(0, at) })
        const rest = applied(plan, { ...afterwards(world, begun), requests: world.requests.slice(at) })
        expect(decisions([...begun, ...rest])).toEqual(planned(plan))
      }),
    )
  })

  test('the second time finds its members as it left them, and sets nothing aside', () => {
    fc.assert(
      fc.property(plannedWorlds, (world) => {
        const plan = planOf(world)
        const again = applied(plan, afterwards(world, applied(plan, world)))
        for (const { request, decision } of again) {
          expect(decision.legs).toEqual([])
          const before = planned(plan).get(request.id)
          if (before?.unallocatedMinor === 0n) expect(decision.outcome).toBe('already-allocated')
        }
      }),
    )
  })
})

/** A change to the world, and whose fingerprints it concerns. */
interface Change {
  readonly world: PlannedWorld
  readonly concerns: (request: PayoutRequest) => boolean
}

const changes = (world: PlannedWorld): fc.Arbitrary<Change> =>
  fc.oneof(
    fc.constant({ world, concerns: () => false }),
    fc.constantFrom(...world.requests).map(({ id }) => ({
      world: {
        ...world,
        requests: world.requests.map((one) => (one.id === id ? { ...one, version: 2 } : one)),
      },
      concerns: (request: PayoutRequest) => request.id === id,
    })),
    fc.constantFrom(...world.profiles.keys()).map((name) => ({
      world: { ...world, profiles: new Map(world.profiles).set(name, paidOneMore(world.profiles.get(name))) },
      concerns: (request: PayoutRequest) => profileName(request) === name,
    })),
    fc.constantFrom(true, false).map((isDown) => ({
      world: {
        ...world,
        rules: { ...world.rules, gateways: world.rules.gateways.map((one) => ({ ...one, isDown })) },
      },
      concerns: () => isDown,
    })),
    fc.bigInt(0n, 100n).map((capMinor) => ({
      world: { ...world, windows: world.windows.map((one) => ({ ...one, capMinor })) },
      concerns: () => false,
    })),
  )

const twiceChanged = (before: PlannedWorld) =>
  changes(before)
    .chain(({ world }) => changes(world))
    .map(({ world }) => ({ before, world }))

describe('applied to what has changed', () => {
  test('exactly those that a change concerns are left as they are, the others get their legs', () => {
    fc.assert(
      fc.property(
        plannedWorlds.chain((before) => fc.tuple(fc.constant(before), changes(before))),
        ([before, { world, concerns }]) => {
          const plan = planOf(before)
          const done = decisions(applied(plan, world))
          const left = new Map(world.windows.map(({ currency, capMinor }) => [currency, capMinor]))
          const disturbed = new Set<string>()
          for (const request of world.requests) {
            const expected = planned(plan).get(request.id)
            const decision = done.get(request.id)
            if (expected?.outcome === 'already-allocated') {
              expect(decision).toEqual(expected)
              continue
            }
            const legs = expected?.legs ?? []
            const takes = total(legs.filter(({ gatewayAccountId }) => gatewayAccountId === 'capped'))
            const room = left.get(request.currency) ?? 0n
            const name = profileName(request)
            if (concerns(request) || disturbed.has(name) || takes > room) {
              expect(decision).toMatchObject({ outcome: 'not-allocated', reason: 'plan-drifted', legs: [] })
              if (legs.length > 0) disturbed.add(name)
            } else {
              expect(decision).toEqual(expected)
              left.set(request.currency, room - takes)
            }
          }
        },
      ),
    )
  })

  test('nothing is paid beyond a request, a window or what covers it, and nothing is lost', () => {
    fc.assert(
      fc.property(plannedWorlds.chain(twiceChanged), ({ before, world }) => {
        const done = applied(planOf(before), world)
        for (const { request, decision } of done)
          expect(total(decision.legs) + decision.unallocatedMinor).toBe(request.unallocatedMinor)
        for (const { currency, capMinor } of world.windows) {
          const legs = done
            .filter(({ request }) => request.currency === currency)
            .flatMap(({ decision }) => decision.legs)
          expect(
            total(legs.filter(({ gatewayAccountId }) => gatewayAccountId === 'capped')),
          ).toBeLessThanOrEqual(capMinor)
        }
        for (const { exposures } of afterwards(world, done).profiles.values())
          for (const { headroomMinor } of exposures) expect(headroomMinor).toBeGreaterThanOrEqual(0n)
      }),
    )
  })

  test('a member that joined the batch since is not in the plan; one without anything open is settled all the same', () => {
    fc.assert(
      fc.property(plannedWorlds, (world) => {
        const nobody = planOf({ ...world, requests: [] })
        for (const { request, decision } of applied(nobody, world))
          expect([decision.outcome, decision.reason, decision.unallocatedMinor]).toEqual(
            request.unallocatedMinor === 0n
              ? ['already-allocated', null, 0n]
              : ['not-allocated', 'not-in-plan', request.unallocatedMinor],
          )
      }),
    )
  })
})

/** The world when these are set aside, as the table then shows it. */
function afterwards(world: PlannedWorld, done: readonly DecidedMember[]): PlannedWorld {
  const profiles = new Map(world.profiles)
  const windows = new Map(world.windows.map((window) => [window.currency, window]))
  const requests = new Map(world.requests.map((request) => [request.id, request]))
  for (const { request, decision, setAside } of done) {
    if (setAside) requests.set(request.id, setAside.request)
    for (const leg of decision.legs) {
      const name = profileName(request)
      profiles.set(name, openedOn(profiles.get(name), leg))
      const window = windows.get(request.currency)
      if (window && leg.gatewayAccountId === 'capped')
        windows.set(request.currency, { ...window, capMinor: window.capMinor - leg.amountMinor })
    }
  }
  return { ...world, requests: [...requests.values()], profiles, windows: [...windows.values()] }
}

function openedOn(profile: CustomerProfile | undefined, leg: Leg): CustomerProfile {
  if (!profile) throw new Error('A leg of nobody.')
  return {
    ...profile,
    exposures: profile.exposures.map((pair) =>
      pair === exposureOn(profile, leg.paymentInstrumentId, leg.gatewayAccountId)
        ? {
            ...pair,
            openMinor: pair.openMinor + leg.amountMinor,
            headroomMinor: pair.headroomMinor - leg.amountMinor,
          }
        : pair,
    ),
  }
}

function paidOneMore(profile: CustomerProfile | undefined): CustomerProfile {
  if (!profile) throw new Error('A payment of nobody.')
  return {
    ...profile,
    exposures: profile.exposures.map((pair, i) =>
      i === 0 ? { ...pair, salesMinor: pair.salesMinor + 1n, headroomMinor: pair.headroomMinor + 1n } : pair,
    ),
  }
}

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../../shared/domain/auto-allocation/decide.ts'
import { ALLOCATION_POLICIES } from '../../../../shared/domain/auto-allocation/decision.ts'
import { encodeDecision } from '../../../../shared/domain/auto-allocation/trace.ts'
import { tell, tellAgain } from './second-writing.ts'
import { MANY, openWorlds, shuffled, tightWorlds, worlds } from './worlds.ts'

const WORLDS = 20_000

const anyWorld = fc.oneof(worlds(), worlds(MANY), openWorlds(), tightWorlds())

/** Named in the title: `{ seed }` in `fc.assert` plays a run again. */
const seed = Date.now() % 2 ** 31

test.each(ALLOCATION_POLICIES)(
  `%s agrees with the second writing, whatever the order of its input, seed ${seed}`,
  (policy) =>
    fc.assert(
      fc.property(
        anyWorld
          .map((world) => ({ ...world, policy }))
          .chain((world) => fc.tuple(fc.constant(world), shuffled(world))),
        ([world, other]) => {
          const decision = decide(world)
          expect(tell(decision)).toEqual(tellAgain(world))
          expect(encodeDecision(decide(other))).toBe(encodeDecision(decision))
        },
      ),
      { numRuns: WORLDS, seed },
    ),
)

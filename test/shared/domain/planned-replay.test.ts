import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { replay } from '../../../shared/domain/replay.ts'
import { encodePart } from '../../../shared/domain/run-part.ts'
import { applied, plannedWorlds, planOf } from './planned-worlds.ts'

test('what a run with a plan leaves behind is decided again from its parts, byte for byte, whatever others took meanwhile', () => {
  let held = 0
  fc.assert(
    fc.property(plannedWorlds, fc.bigInt(0n, 150n), (before, capMinor) => {
      const world = { ...before, windows: before.windows.map((one) => ({ ...one, capMinor })) }
      const done = applied(planOf(before), world)
      const again = replay(world.rules, JSON.parse(JSON.stringify(encodePart(done))))
      expect(again).toEqual(done.map(({ basis, decision }) => basis && decision))
      held += done.filter(({ basis }) => basis).length
    }),
  )
  expect(held).toBeGreaterThan(100)
})

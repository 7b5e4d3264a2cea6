import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../../shared/domain/auto-allocation/decide.ts'
import type { DecisionInput } from '../../../../shared/domain/auto-allocation/decision.ts'
import { sumOf } from '../../../../shared/domain/money.ts'
import { boundsOf, least, type Pair } from './second-book.ts'
import { mostPossible, pairsOf } from './second-writing.ts'
import { openWorlds, tightWorlds, withoutMinimums } from './worlds.ts'

const AMOUNT_LIMIT = 8n

/** Few pairs and so little money that every way of placing it can be tried. */
const tinyWorlds = fc
  .tuple(fc.oneof(tightWorlds(), openWorlds({ instruments: 2, gateways: 2 })), fc.bigInt(1n, AMOUNT_LIMIT))
  .map(([world, unallocatedMinor]) => ({
    ...withoutMinimums(world),
    request: { ...world.request, amountMinor: unallocatedMinor, unallocatedMinor },
    customer: { ...world.customer, instruments: world.customer.instruments.slice(0, 2) },
    gateways: world.gateways.slice(0, 2).map((gateway) => ({ ...gateway, payoutLimits: null })),
  }))

test('no way of placing the money places more, where there are no minimums', () =>
  fc.assert(
    fc.property(tinyWorlds, (world) => {
      const placed = sumOf(decide(world).legs.map((leg) => leg.amountMinor))
      expect(placed).toBe(mostByTrying(world))
      expect(placed).toBe(mostPossible(world))
    }),
    { numRuns: 400 },
  ))

/** Tries every amount on every pair. */
function mostByTrying(world: DecisionInput): bigint {
  const tryFrom = (
    [pair, ...others]: readonly Pair[],
    open: bigint,
    windows: DecisionInput['periodLeft'],
  ): bigint => {
    if (pair === undefined) return 0n
    const { id } = pair.gateway
    const most = least(open, windows.get(id), ...boundsOf(pair, world))
    let best = tryFrom(others, open, windows)
    for (let amount = 1n; amount <= most; amount += 1n) {
      const left = new Map([...windows].map(([name, room]) => [name, name === id ? room - amount : room]))
      const found = amount + tryFrom(others, open - amount, left)
      if (found > best) best = found
    }
    return best
  }
  return tryFrom(pairsOf(world), world.request.unallocatedMinor, world.periodLeft)
}

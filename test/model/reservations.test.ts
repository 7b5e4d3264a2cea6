import { describe, expect, it, vi } from 'vitest'
import { explore } from './explorer.ts'
import { holdsEverywhere, holdsOnWalks } from './holds.ts'
import { cappedRuns } from './runs/promises.ts'
import { canceler, chunk, end, sweeperOf, unblocker } from './runs/runners.ts'
import { begunRuns, type RunsAsked } from './runs/world.ts'
import type { Liberties, Process, Scenario } from './scenario.ts'
import { leftOut, type Tamper, unconditional } from './seeded-bugs.ts'

const limit = vi.hoisted(() => ({ actions: 0 }))

vi.mock('../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  get TRANSACTION_ACTIONS_LIMIT() {
    return limit.actions
  },
}))

interface Reserving extends RunsAsked {
  readonly processes: readonly Process[]
  readonly may?: Liberties
  /** So many members, with one leg each, are a part of the chunk. */
  readonly membersPerPart?: number
}

async function reserving({
  processes,
  may = {},
  membersPerPart = 1,
  ...asked
}: Reserving): Promise<Scenario> {
  limit.actions = 1 + 3 * membersPerPart
  return {
    seed: await begunRuns(asked),
    processes,
    may,
    sweeper: sweeperOf(Object.keys(asked.batches)),
    promises: cappedRuns(asked),
  }
}

/** An hour later than everybody else. */
const LATER = '2030-01-01T01:00:00.000Z'

const SCENARIOS: readonly (Reserving & { readonly title: string })[] = [
  {
    title: 'a chunk, alone, whose answers are lost',
    capMinor: 1n,
    batches: { A: 'ab' },
    processes: [chunk('one', 'A', 'ab'), end('end', 'A')],
    may: { lostAnswers: 2 },
  },
  {
    title: 'two runs that share a cap',
    capMinor: 2n,
    batches: { A: 'ab', B: 'cd' },
    processes: [chunk('one', 'A', 'ab'), chunk('other', 'B', 'cd')],
    may: { lostAnswers: 1 },
  },
  {
    title: 'two calls for one chunk, and the end of its run',
    capMinor: 1n,
    batches: { A: 'ab' },
    processes: [chunk('one', 'A', 'ab'), chunk('zombie', 'A', 'ab'), end('end', 'A')],
    may: { lostAnswers: 1 },
  },
  {
    title: 'two calls for one chunk under a cap with room',
    capMinor: 5n,
    batches: { A: 'ab' },
    processes: [chunk('one', 'A', 'ab'), chunk('zombie', 'A', 'ab')],
  },
  {
    title: 'two calls for one part that need different amounts',
    capMinor: 5n,
    batches: { A: 'ab' },
    blocked: 'b',
    membersPerPart: 2,
    processes: [chunk('one', 'A', 'ab'), chunk('other', 'A', 'ab'), unblocker('b'), end('end', 'A')],
  },
  {
    title: 'two calls for one chunk in different hours',
    capMinor: 2n,
    batches: { A: 'ab' },
    processes: [chunk('one', 'A', 'ab'), chunk('later', 'A', 'ab', { at: LATER })],
  },
  {
    title: 'two calls for one chunk and a person who cancels',
    capMinor: 1n,
    batches: { A: 'ab' },
    processes: [chunk('one', 'A', 'ab'), chunk('zombie', 'A', 'ab'), canceler('a')],
  },
  {
    title: 'a run that ends twice beside another run',
    capMinor: 1n,
    batches: { A: 'a', B: 'b' },
    processes: [chunk('one', 'A', 'a'), end('end', 'A'), end('again', 'A'), chunk('other', 'B', 'b')],
  },
]

describe('a cap holds at every moment, and its window is exact when nobody is at work', () => {
  it.each(SCENARIOS)('$title', async ({ title: _, ...wanted }) => holdsEverywhere(await reserving(wanted)))

  it('all of them at random, everything going wrong', async () =>
    holdsOnWalks(await reserving(EVERYTHING), 100))
})

const EVERYTHING: Reserving = {
  capMinor: 2n,
  batches: { A: 'abc', B: 'de' },
  processes: [
    chunk('one', 'A', 'abc'),
    chunk('later', 'A', 'abc', { at: LATER }),
    chunk('other', 'B', 'de'),
    canceler('a'),
    canceler('d'),
    end('end', 'A'),
    end('other end', 'B'),
  ],
  may: { lostAnswers: 2, faults: 1, tornReads: true },
}

const beside = (tamper: Tamper): readonly Process[] => [
  chunk('one', 'A', 'ab', { tamper }),
  chunk('zombie', 'A', 'ab', { tamper }),
  canceler('a', { tamper }),
  end('end', 'A', { tamper }),
]

const SEEDED: readonly { title: string; tamper: Tamper; found: RegExp }[] = [
  {
    title: 'windows that are written whatever has become of them',
    tamper: unconditional(/Put .*WINDOW/),
    found: /more than its window knows|allocated is/,
  },
  {
    title: 'parts that reserve nothing',
    tamper: leftOut(/Put .*WINDOW/),
    found: /more than its window knows/,
  },
  {
    title: 'a cancellation that gives nothing back',
    tamper: leftOut(/Update .*WINDOW/),
    found: /the window says .*, allocated is nothing/,
  },
  {
    title: 'parts that are written over others',
    tamper: unconditional(/Put .*RUN#run-A#/),
    found: /settled twice|the cap is/,
  },
]

describe('the explorer finds', () => {
  it.each(SEEDED)('$title', async ({ tamper, found }) => {
    const scenario = await reserving({ capMinor: 1n, batches: { A: 'ab' }, processes: beside(tamper) })
    const { violation } = await explore(scenario)
    expect(violation?.what).toMatch(found)
  })
})

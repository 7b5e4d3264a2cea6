import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AllocatingRuns, seedsFrom, startRuns } from './runs.ts'

const seeds = seedsFrom(1, 30)

const BUSY_MACHINE_MILLISECONDS = 300_000

let runs: AllocatingRuns
beforeAll(async () => {
  runs = await startRuns()
})
afterAll(() => runs.stop())

const KINDS = [
  ...['start', 'begin', 'chunk', 'conclude', 'fail'],
  ...['allocate', 'auto', 'cancel', 'cancel-all', 'process', 'tell'],
  ...['record', 'dispute', 'change', 'block'],
]

it(
  `allocations by hand and by runs with everything going wrong, ${seeds.count} runs from SEED=${seeds.first} on`,
  async () => {
    const done = await runs.play(seeds)
    if (seeds.count > 1) expect(Object.keys(done).toSorted()).toEqual(KINDS.toSorted())
  },
  BUSY_MACHINE_MILLISECONDS,
)

it('a seed does the same again', async () => {
  const once = await runs.outcomeOf(seeds.first)
  expect(await runs.outcomeOf(seeds.first)).toEqual(once)
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Runs, seedsFrom, startRuns } from './runs.ts'

const seeds = seedsFrom(1, 40)

const BUSY_MACHINE_MILLISECONDS = 300_000

let runs: Runs
beforeAll(async () => {
  runs = await startRuns()
})
afterAll(() => runs.stop())

it(
  `mixed operations with everything going wrong, ${seeds.count} runs from SEED=${seeds.first} on`,
  () => runs.play(seeds),
  BUSY_MACHINE_MILLISECONDS,
)

it('a seed does the same again', async () => {
  const once = await runs.outcomeOf(seeds.first)
  expect(await runs.outcomeOf(seeds.first)).toEqual(once)
})

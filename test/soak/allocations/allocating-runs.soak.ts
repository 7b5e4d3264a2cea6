import { afterAll, beforeAll, it } from 'vitest'
import { type AllocatingRuns, seedsFrom, startRuns } from './runs.ts'

const { first, count } = seedsFrom(Date.now() % 1_000_000_000, 1_000)

/** Each has a test's time. */
const PART = 250
const parts = Array.from({ length: Math.ceil(count / PART) }, (_, i) => ({
  first: first + i * PART,
  count: Math.min(PART, count),
}))

let runs: AllocatingRuns
beforeAll(async () => {
  runs = await startRuns()
})
afterAll(() => runs.stop())

it.each(parts)(
  'allocations by hand and by runs with everything going wrong, $count runs from SEED=$first on',
  async (part) => {
    await runs.play(part)
  },
)

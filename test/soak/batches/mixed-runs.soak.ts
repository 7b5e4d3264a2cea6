import { afterAll, beforeAll, it } from 'vitest'
import { type Runs, seedsFrom, startRuns } from './runs.ts'

const { first, count } = seedsFrom(Date.now() % 1_000_000_000, 2_000)

/** Each has a test's time. */
const PART = 500
const parts = Array.from({ length: Math.ceil(count / PART) }, (_, i) => ({
  first: first + i * PART,
  count: Math.min(PART, count),
}))

let runs: Runs
beforeAll(async () => {
  runs = await startRuns()
})
afterAll(() => runs.stop())

it.each(parts)('mixed operations with everything going wrong, $count runs from SEED=$first on', (part) =>
  runs.play(part),
)

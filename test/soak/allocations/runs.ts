import { expect, vi } from 'vitest'
import type { Member } from '../../../shared/domain/batch.ts'
import type * as Runs from '../../../shared/domain/batch-run.ts'
import { startStage } from '../game/stage.ts'
import { allocatingRun, type Outcome } from './allocating-run.ts'

/** Small, so that a few requests need several transactions; the product's is 100. */
const ACTIONS_LIMIT = vi.hoisted(() => 9)

// A chunk holds one customer, so that a few customers make several chunks.
vi.mock('../../../shared/domain/batch-run.ts', async (original) => {
  const real = await original<typeof Runs>()
  const chunksOf = (members: readonly Member[]) =>
    [...Map.groupBy(members, ({ customerId }) => customerId).values()].flatMap(real.chunksOf)
  return { ...real, chunksOf }
})

vi.mock('../../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  TRANSACTION_ACTIONS_LIMIT: ACTIONS_LIMIT,
}))

/** Nothing else is imported by tests of runs: what is imported before this file escapes its mocks. */
export interface AllocatingRuns {
  /** The runs of these seeds; the first in which something is wrong is told with all that happened. */
  play(seeds: Seeds): Promise<Outcome['done']>
  outcomeOf(seed: number): Promise<Outcome>
  stop(): Promise<void>
}

export interface Seeds {
  readonly first: number
  readonly count: number
}

export async function startRuns(): Promise<AllocatingRuns> {
  const stage = await startStage()
  const outcomeOf = (seed: number) => stage.perform(seed, allocatingRun)
  return {
    async play({ first, count }) {
      const all: Record<string, number> = {}
      for (let seed = first; seed < first + count; seed++) {
        const { wrong, story, done } = await outcomeOf(seed)
        const again = `SEED=${seed} npm test -- test/soak/allocations`
        expect(wrong.length === 0 ? '' : `${again}\n\n${story}`).toBe('')
        for (const [does, times] of Object.entries(done)) all[does] = (all[does] ?? 0) + times
      }
      return all
    },
    outcomeOf,
    stop: stage.stop,
  }
}

/** `SEED` plays its one run. */
export const seedsFrom = (first: number, count: number): Seeds => {
  const seed = process.env['SEED']
  return seed === undefined ? { first, count } : { first: Number(seed), count: 1 }
}

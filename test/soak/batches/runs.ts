import { expect, vi } from 'vitest'
import { startStage } from '../game/stage.ts'
import { ACTIONS_LIMIT, CHUNK_LIMIT, MEMBERS_LIMIT } from './limits.ts'
import { mixedRun, type Outcome } from './mixed-run.ts'

vi.mock('../../../shared/domain/batch.ts', async (original) => ({
  ...(await original<object>()),
  CHUNK_MEMBERS_LIMIT: CHUNK_LIMIT,
  BATCH_MEMBERS_LIMIT: MEMBERS_LIMIT,
}))

vi.mock('../../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  TRANSACTION_ACTIONS_LIMIT: ACTIONS_LIMIT,
}))

/** Nothing else is imported by tests of runs: what is imported before this file escapes its mocks. */
export interface Runs {
  /** The runs of these seeds; the first in which something is wrong is told with all that happened. */
  play(seeds: Seeds): Promise<void>
  outcomeOf(seed: number): Promise<Outcome>
  stop(): Promise<void>
}

export interface Seeds {
  readonly first: number
  readonly count: number
}

export async function startRuns(): Promise<Runs> {
  const stage = await startStage()
  const outcomeOf = (seed: number) => stage.perform(seed, mixedRun)
  return {
    async play({ first, count }) {
      for (let seed = first; seed < first + count; seed++) {
        const { wrong, story } = await outcomeOf(seed)
        const again = `SEED=${seed} npm test -- test/soak/batches`
        expect(wrong.length === 0 ? '' : `${again}\n\n${story}`).toBe('')
      }
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

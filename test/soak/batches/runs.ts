import { expect, vi } from 'vitest'
import { ACTIONS_LIMIT, CHUNK_LIMIT, MEMBERS_LIMIT } from './limits.ts'
import { mixedRun } from './mixed-run.ts'
import { chance, type Stage } from './stage.ts'

vi.mock('../../../shared/domain/batch.ts', async (original) => ({
  ...(await original<object>()),
  CHUNK_MEMBERS_LIMIT: CHUNK_LIMIT,
  BATCH_MEMBERS_LIMIT: MEMBERS_LIMIT,
}))

vi.mock('../../../shared/repository/write.ts', async (original) => ({
  ...(await original<object>()),
  TRANSACTION_ACTIONS_LIMIT: ACTIONS_LIMIT,
}))

// Ids are by the seed as well.
vi.mock('node:crypto', async (original) => ({
  ...(await original<object>()),
  randomBytes: (size: number) => Buffer.from(Array.from({ length: size }, () => chance.random() * 256)),
}))

// The sweeper's pauses are by the clock that is played.
vi.mock('node:timers/promises', async (original) => ({
  ...(await original<object>()),
  setTimeout: (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}))

/** The runs of these seeds; the first in which something is wrong is told with all that happened. */
export async function playRuns(stage: Stage, { first, count }: Seeds): Promise<void> {
  for (let seed = first; seed < first + count; seed++) {
    const { wrong, story } = await stage.perform(seed, mixedRun)
    const again = `SEED=${seed} npm test -- test/soak/batches`
    expect(wrong.length === 0 ? '' : `${again}\n\n${story}`).toBe('')
  }
}

export interface Seeds {
  readonly first: number
  readonly count: number
}

/** `SEED` plays its one run. */
export const seedsFrom = (first: number, count: number): Seeds => {
  const seed = process.env['SEED']
  return seed === undefined ? { first, count } : { first: Number(seed), count: 1 }
}

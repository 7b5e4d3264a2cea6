import { inject, it } from 'vitest'
import { killAgainAndAgain } from '../soak/crashes/killing.ts'
import { killWhilePaying } from '../soak/crashes/paying.ts'
import { terminateAgainAndAgain } from '../soak/crashes/terminating.ts'
import { startDesk } from './harness/desk.ts'

/** A round of each; `npm run test:soak` has fifty. */

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000)

it(`a worker ended at any call leaves nothing half-done (SEED=${SEED})`, async () => {
  const desk = await startDesk()
  try {
    await terminateAgainAndAgain(desk, { requests: 120, rounds: 1, seed: SEED })
  } finally {
    await desk.stop()
  }
})

it(`a stack killed at any moment leaves nothing half-done (SEED=${SEED})`, async () => {
  await killAgainAndAgain(inject('assembly'), { rounds: 1, seed: SEED })
})

it(`a stack killed while it pays goes on, and pays each allocation once (SEED=${SEED})`, async () => {
  await killWhilePaying(inject('assembly'), { requests: 60, killsLimit: 1, seed: SEED })
})

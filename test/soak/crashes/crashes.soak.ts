import { inject, it } from 'vitest'
import { startDesk } from '../../journeys/harness/desk.ts'
import { killAgainAndAgain } from './killing.ts'
import { terminateAgainAndAgain } from './terminating.ts'

const ROUNDS = 50

/** `SEED` repeats what was done; how far it had come when it was cut off, also depends on the machine. */
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000)

it(`a worker ended at any call leaves nothing half-done (SEED=${SEED})`, async () => {
  const desk = await startDesk()
  try {
    console.log(await terminateAgainAndAgain(desk, { requests: 1000, rounds: ROUNDS, seed: SEED }))
  } finally {
    await desk.stop()
  }
})

it(`a stack killed at any moment leaves nothing half-done (SEED=${SEED})`, async () => {
  console.log(await killAgainAndAgain(inject('assembly'), { rounds: ROUNDS, seed: SEED }))
})

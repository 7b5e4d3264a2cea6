import { inject, it } from 'vitest'
import { killWhilePaying } from './paying.ts'

/** `SEED` repeats what was done; how far it had come when it was cut off, also depends on the machine. */
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000)
const ROUNDS = 3

it.each(Array.from({ length: ROUNDS }, (_, i) => SEED + i))(
  'a stack killed while it pays a thousand allocations pays each once (SEED=%i)',
  async (seed) => {
    console.log(await killWhilePaying(inject('assembly'), { requests: 1000, killsLimit: 5, seed }))
  },
)

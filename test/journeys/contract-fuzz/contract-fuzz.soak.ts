import { expect, it } from 'vitest'
import { startDesk } from '../harness/desk.ts'
import { OPERATION_IDS } from '../harness/operations.ts'
import { fuzz } from './fuzz.ts'
import { newTally } from './tally.ts'

const CALLS = 10_000

/** Each has a stack of its own, so that what is there stays little enough to be compared. */
const PART = 500

const first = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const seeds = Array.from({ length: CALLS / PART }, (_, i) => first + i)

const all = newTally()

it.each(seeds)(`${PART} calls are answered as the document says, SEED=%i`, async (seed) => {
  const desk = await startDesk()
  try {
    const { tally, wrong } = await fuzz(desk, { seed, calls: PART })
    all.addAll(tally)
    expect(wrong.join('\n\n')).toBe('')
  } finally {
    await desk.stop()
  }
})

it('every operation has succeeded and has been refused', () => {
  console.log(String(all))
  expect(all.without('successes', OPERATION_IDS)).toEqual([])
  expect(all.without('refusals', OPERATION_IDS)).toEqual([])
})

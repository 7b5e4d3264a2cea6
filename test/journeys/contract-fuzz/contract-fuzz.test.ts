import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OwnDesk, startDesk } from '../harness/desk.ts'
import { OPERATION_IDS } from '../harness/operations.ts'
import { fuzz } from './fuzz.ts'

const CALLS = 500

/** Twenty seconds, on a machine that has nothing else to do. */
const TIMEOUT_MILLISECONDS = 400_000

const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))

let desk: OwnDesk
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())

it(
  `${CALLS} calls of every operation are answered as the document says (SEED=${SEED})`,
  async () => {
    const { tally, wrong } = await fuzz(desk, { seed: SEED, calls: CALLS })
    console.log(String(tally))
    expect(wrong.join('\n\n')).toBe('')
    expect(tally.without('calls', OPERATION_IDS)).toEqual([])
  },
  TIMEOUT_MILLISECONDS,
)

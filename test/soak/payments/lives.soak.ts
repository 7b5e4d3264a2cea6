import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { liveThrough } from './lives.ts'

const RUNS = 1_000

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

it(`the books agree after each of ${RUNS} courses of things, seed ${seed}`, async () => {
  console.log(`SEED=${seed}`)
  await expect(liveThrough(desk, { seed, numRuns: RUNS })).resolves.toBeUndefined()
})

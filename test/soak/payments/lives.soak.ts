import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'
import { liveThrough } from './lives.ts'

const RUNS = 1_000

/** Each has a test's time. */
const PART = 100

const first = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
const seeds = Array.from({ length: RUNS / PART }, (_, i) => first + i)

let desk: FrontedDesk
beforeAll(async () => {
  desk = await startFrontedDesk()
})
afterAll(() => desk.stop())

it.each(seeds)(`the books agree after each of ${PART} courses of things, SEED=%i`, async (seed) => {
  await expect(liveThrough(desk, { seed, numRuns: PART })).resolves.toBeUndefined()
})

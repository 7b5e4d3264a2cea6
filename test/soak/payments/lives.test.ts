import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FrontedDesk, startFrontedDesk } from '../../harness/fronted-desk.ts'
import { liveThrough } from './lives.ts'

let desk: FrontedDesk
beforeAll(async () => {
  desk = await startFrontedDesk()
})
afterAll(() => desk.stop())

it('what the simulator paid is what the desk says it paid, whatever was lost, doubled or broken off', async () => {
  await expect(
    liveThrough(desk, { seed: 20_260_101, numRuns: 6, endOnFailure: true }),
  ).resolves.toBeUndefined()
})

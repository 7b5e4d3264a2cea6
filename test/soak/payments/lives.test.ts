import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestDesk, type TestDesk } from '../../harness/desk.ts'
import { liveThrough } from './lives.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await startTestDesk()
})
afterAll(() => desk.stop())

it('what the simulator paid is what the desk says it paid, whatever was lost, doubled or broken off', async () => {
  await expect(liveThrough(desk, { seed: 20_260_101, numRuns: 6 })).resolves.toBeUndefined()
})

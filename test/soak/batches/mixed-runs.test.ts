import { afterAll, beforeAll, it } from 'vitest'
import { playRuns, seedsFrom } from './runs.ts'
import { type Stage, startStage } from './stage.ts'

const seeds = seedsFrom(1, 50)

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.stop())

it(`mixed operations with everything going wrong, ${seeds.count} runs from SEED=${seeds.first} on`, () =>
  playRuns(stage, seeds))

import { expect } from 'vitest'
import { explore, type Violation } from './explorer.ts'
import type { Scenario } from './scenario.ts'
import { wander } from './wander.ts'

/** Every state of the scenario is visited and keeps its promises; else tells one of the shortest ways to a broken one. */
export async function holdsEverywhere(scenario: Scenario, statesLimit?: number): Promise<void> {
  const { violation, isWhole, states } = await explore(scenario, statesLimit)
  expect(story(violation)).toBe('')
  expect(isWhole, `There are more than ${states} states.`).toBe(true)
}

/** The states nearest to the beginning keep their promises; there are more. */
export async function holdsAsFarAs(scenario: Scenario, statesLimit: number): Promise<void> {
  const { violation } = await explore(scenario, statesLimit)
  expect(story(violation)).toBe('')
}

/** So many walks at random break no promise; `SEED` repeats one. */
export async function holdsOnWalks(scenario: Scenario, walks: number): Promise<void> {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000)
  const { violation } = await wander(scenario, { seed, walks })
  expect(violation ? `SEED=${violation.seed}: ${story(violation)}` : '', `from SEED=${seed}`).toBe('')
}

const story = (violation: Violation | undefined): string =>
  violation ? [violation.what, ...violation.trace].join('\n') : ''

import { expect, it } from 'vitest'
import { comparison, priceOf, type RunCosts } from './run-costs.ts'

const costs: RunCosts = {
  dynamodbRequests: 100,
  tableWriteUnits: 7_000,
  indexWriteUnits: 1_000,
  readUnits: 2_000,
  stateTransitions: 20,
  historyEvents: 150,
  invocations: 18,
}

it('a run is priced by what each of its parts costs a million of', () => {
  const { orchestrationCents, databaseCents, invocationsCents } = priceOf(costs)
  expect(orchestrationCents).toBeCloseTo(0.05, 10) // 20 × $25
  expect(databaseCents).toBeCloseTo(0.5 + 0.025, 10) // 8,000 × $0.625 and 2,000 × $0.125
  expect(invocationsCents).toBeCloseTo(0.000_36, 10) // 18 × $0.20
})

it('two runs are compared by orchestration and database together, and by requests', () => {
  const plain = { ...costs, dynamodbRequests: 250, stateTransitions: 250, invocations: 1_000_000 }
  const { timesCheaper, timesFewerRequests } = comparison(costs, plain)
  expect(timesCheaper).toBeCloseTo((0.625 + 0.525) / 0.575, 10)
  expect(timesFewerRequests).toBe(2.5)
})

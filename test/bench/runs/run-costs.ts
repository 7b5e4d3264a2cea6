import { type CountsSnapshot, type Totals, totalsOf } from '../../../infra/local/endpoint/counts.ts'
import { DOLLARS_PER_MILLION } from '../price-list.ts'

/** What AWS would bill or limit of one run. */
export type RunCosts = Totals & Pick<CountsSnapshot, 'stateTransitions' | 'historyEvents'>

export const runCostsIn = (counted: CountsSnapshot, functionNames?: readonly string[]): RunCosts => ({
  ...totalsOf(counted, functionNames),
  stateTransitions: counted.stateTransitions,
  historyEvents: counted.historyEvents,
})

export interface Price {
  readonly orchestrationCents: number
  /** Index writes included. */
  readonly databaseCents: number
  /** Without GB-seconds. */
  readonly invocationsCents: number
}

export function priceOf(costs: RunCosts): Price {
  const { tableWriteUnits, indexWriteUnits, readUnits, stateTransitions, invocations } = costs
  const cents = (dollarsPerMillion: number, count: number) => (count * dollarsPerMillion) / 10_000
  return {
    orchestrationCents: cents(DOLLARS_PER_MILLION.stateTransitions, stateTransitions),
    databaseCents:
      cents(DOLLARS_PER_MILLION.writeUnits, tableWriteUnits + indexWriteUnits) +
      cents(DOLLARS_PER_MILLION.readUnits, readUnits),
    invocationsCents: cents(DOLLARS_PER_MILLION.invocations, invocations),
  }
}

/** By how much a run is cheaper, in orchestration and database, and how many times fewer requests it sends. */
export const comparison = (desk: RunCosts, plain: RunCosts) => ({
  timesCheaper: centsOf(plain) / centsOf(desk),
  timesFewerRequests: plain.dynamodbRequests / desk.dynamodbRequests,
})

export function centsOf(costs: RunCosts): number {
  const { orchestrationCents, databaseCents } = priceOf(costs)
  return orchestrationCents + databaseCents
}

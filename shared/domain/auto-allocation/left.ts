import type { Minor } from '../money.ts'
import { periodLeftAfter } from './after-legs.ts'
import type { PeriodLeft } from './decision.ts'

/** What is still to be placed, in how many legs at most, and what the windows leave for it. */
export interface Left {
  readonly neededMinor: Minor
  readonly legs: number
  readonly periodLeft: PeriodLeft
}

export const leftAfterLeg = (left: Left, gatewayAccountId: string, amountMinor: Minor): Left => ({
  neededMinor: left.neededMinor - amountMinor,
  legs: left.legs - 1,
  periodLeft: periodLeftAfter(left.periodLeft, [{ gatewayAccountId, amountMinor }]),
})

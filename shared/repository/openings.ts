import type { SetAside } from '../domain/allocate.ts'
import type { Allocation } from '../domain/allocation.ts'
import type { Decision } from '../domain/auto-allocation/decision.ts'
import { sumOf } from '../domain/money.ts'
import type { ExposureChange } from './exposures.ts'

/** An allocation that opens on its pair. */
export interface Opening {
  readonly allocation: Allocation
  /** Whether the pair's headroom must hold it. */
  readonly needsHeadroom: boolean
}

/** The allocations of a decision, which stand in the order of its legs. */
export const openingsOf = ({ legs }: Decision, { allocations }: SetAside): Opening[] =>
  allocations.map((allocation, i) => ({ allocation, needsHeadroom: legs[i]?.needsHeadroom === true }))

/** Several allocations on one pair are one change of it; on a covered pair its headroom must hold them all. */
export const openings = (opened: readonly Opening[]): ExposureChange[] =>
  [...Map.groupBy(opened, pairName).values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { paymentInstrumentId, gatewayAccountId } = first.allocation
    const openMinor = sumOf(group.map(({ allocation }) => allocation.amountMinor))
    const isCovered = group.some(({ needsHeadroom }) => needsHeadroom)
    const pair = { paymentInstrumentId, gatewayAccountId, openMinor }
    return isCovered ? { ...pair, demandsHeadroomMinor: openMinor } : pair
  })

/** What is given back when allocations are open no more. */
export const closings = (closed: readonly Allocation[]): ExposureChange[] =>
  openings(closed.map((allocation) => ({ allocation, needsHeadroom: false }))).map((change) => ({
    ...change,
    openMinor: -change.openMinor,
  }))

const pairName = ({ allocation }: Opening): string =>
  `${allocation.paymentInstrumentId} ${allocation.gatewayAccountId}`

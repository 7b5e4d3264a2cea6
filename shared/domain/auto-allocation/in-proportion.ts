import { type Minor, sumOf } from '../money.ts'

/** Who takes part in a sharing. */
export interface Party {
  readonly weightMinor: Minor
  readonly capMinor: Minor
}

/**
 * Shares an amount, at most Σ caps, in proportion to the weights and in whole minor units (rules §4.4). Whoever's
 * share reaches the cap is fixed at the cap, and the rest is shared again among the others. What rounding down leaves
 * goes out one minor unit each, to the first ones.
 */
export function inProportion<Sharer extends Party>(
  parties: readonly Sharer[],
  amountMinor: Minor,
): ReadonlyMap<Sharer, Minor> {
  const weightsMinor = sumOf(parties.map((party) => party.weightMinor))
  const shareOf = ({ weightMinor }: Party): Minor => (amountMinor * weightMinor) / weightsMinor
  const { full = [], open = [] } = Object.groupBy(parties, (party) =>
    shareOf(party) >= party.capMinor ? 'full' : 'open',
  )
  if (full.length > 0) {
    const fixed = full.map((party) => [party, party.capMinor] as const)
    const restMinor = amountMinor - sumOf(full.map((party) => party.capMinor))
    return new Map([...fixed, ...inProportion(open, restMinor)])
  }
  const leftOver = amountMinor - sumOf(open.map(shareOf))
  return new Map(open.map((party, at) => [party, shareOf(party) + (BigInt(at) < leftOver ? 1n : 0n)]))
}

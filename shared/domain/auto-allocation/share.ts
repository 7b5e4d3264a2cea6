import { type Minor, smallest, sumOf } from '../money.ts'
import type { Candidate } from './candidates.ts'
import type { Cap } from './cap.ts'
import type { PeriodLeft } from './decision.ts'
import { inProportion, type Party } from './in-proportion.ts'
import type { Left } from './left.ts'

/** A pair with weight and room; its cap is no more than what is needed. */
export interface Sharer extends Party {
  readonly candidate: Candidate
  readonly cap: Cap
}

export interface Share {
  readonly sharer: Sharer
  readonly amountMinor: Minor
  /** True when the window that it shares with other pairs kept it from having more. */
  readonly isCut: boolean
}

export interface Sharing {
  readonly shares: readonly Share[]
  readonly dropped: ReadonlySet<Candidate>
}

/**
 * Shares what is needed among pairs in largest-exposure order (rules §4.4), as many of them as there may be legs. As
 * long as shares are below their minimums, the pair of smallest weight among those is dropped: the last of them.
 */
export function share(sharers: readonly Sharer[], { neededMinor, legs, periodLeft }: Left): Sharing {
  const dropped = new Set<Candidate>()
  for (;;) {
    const seated = sharers.filter(({ candidate }) => !dropped.has(candidate)).slice(0, legs)
    const shares = withinPeriods(divided(seated, neededMinor), periodLeft)
    const last = shares.findLast(isBelowMinimum)
    if (last === undefined) return { shares: shares.filter(({ amountMinor }) => amountMinor > 0n), dropped }
    dropped.add(last.sharer.candidate)
  }
}

/** What rounds down to nothing is below every minimum, and no obstacle where there is none. */
const isBelowMinimum = ({ sharer, amountMinor }: Share): boolean =>
  amountMinor < (sharer.cap.transactionMinimumMinor ?? 0n)

function divided(sharers: readonly Sharer[], neededMinor: Minor): Share[] {
  const roomMinor = sumOf(sharers.map(({ capMinor }) => capMinor))
  const amounts = inProportion(sharers, smallest(neededMinor, roomMinor))
  return sharers.map((sharer) => ({ sharer, amountMinor: amounts.get(sharer) ?? 0n, isCut: false }))
}

/**
 * Where the pairs of an account exceed its window, the first of them keep theirs as long as it lasts; what was cut is
 * offered to all in turn, as far as they have room.
 */
function withinPeriods(shares: readonly Share[], periodLeft: PeriodLeft): Share[] {
  const add = adderWithin(periodLeft)
  const kept = shares.map((share) => add({ ...share, amountMinor: 0n }, share.amountMinor))
  let offeredMinor = total(shares) - total(kept)
  return kept.map((share) => {
    const more = add(share, smallest(offeredMinor, share.sharer.capMinor - share.amountMinor))
    offeredMinor -= more.amountMinor - share.amountMinor
    return more
  })
}

/** Adds to one share after the other what the windows still leave. */
function adderWithin(periodLeft: PeriodLeft): (share: Share, wantedMinor: Minor) => Share {
  const left = new Map(periodLeft)
  return (share, wantedMinor) => {
    const { id } = share.sharer.candidate.gateway
    const before = left.get(id)
    const addedMinor = before === undefined ? wantedMinor : smallest(wantedMinor, before)
    if (before !== undefined) left.set(id, before - addedMinor)
    return {
      ...share,
      amountMinor: share.amountMinor + addedMinor,
      isCut: share.isCut || addedMinor < wantedMinor,
    }
  }
}

const total = (shares: readonly Share[]): Minor => sumOf(shares.map(({ amountMinor }) => amountMinor))

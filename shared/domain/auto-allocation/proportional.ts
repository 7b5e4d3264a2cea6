import type { Minor } from '../money.ts'
import type { Candidate } from './candidates.ts'
import { boundOf, type CapContext, capOf } from './cap.ts'
import type { LegLimit } from './decision.ts'
import type { Left } from './left.ts'
import { type Share, type Sharer, share } from './share.ts'
import { nothingTaken, type Step, stepOf, taken } from './step.ts'
import { leftAfterStep, visit, type Walked, walk } from './walk.ts'

/**
 * The policy `proportional` (rules §4.4), token by token like the others: the pairs on which something is covered share
 * what is needed in proportion to it. The ordinary walk follows, over the other pairs of the token and those that no
 * share fell to; a pair that was dropped may find there that by now more than its minimum is left for it.
 */
export function shareOut(candidates: readonly Candidate[], start: Left, context: CapContext): Walked {
  let left = start
  const steps: Step[] = []
  for (const [, group] of Map.groupBy(candidates, ({ position }) => position)) {
    const shared = shareToken(group, left, context)
    steps.push(...shared.steps)
    left = shared.left
  }
  return { steps, left }
}

function shareToken(candidates: readonly Candidate[], start: Left, context: CapContext): Walked {
  if (start.neededMinor === 0n) return walk(candidates, start, context)
  const { shares, dropped } = share(sharersAmong(candidates, start, context), start)
  const served = new Map(shares.map((one) => [one.sharer.candidate, servedStep(one, start)]))
  let left = [...served.values()].reduce(leftAfterStep, start)
  const steps = candidates.map((candidate) => {
    const done = served.get(candidate)
    if (done) return done
    const step = visit(candidate, left, context)
    left = leftAfterStep(left, step)
    return dropped.has(candidate) && step.trace.tookMinor === 0n
      ? droppedStep(candidate, start, context)
      : step
  })
  return { steps, left }
}

/** Pairs on which something is covered and for which there is room. */
const sharersAmong = (candidates: readonly Candidate[], left: Left, context: CapContext): Sharer[] =>
  candidates
    .map((candidate) => sharerOf(candidate, left, context))
    .filter(({ cap, weightMinor }) => cap.usedUp === null && weightMinor > 0n)

function sharerOf(candidate: Candidate, { neededMinor, periodLeft }: Left, context: CapContext): Sharer {
  const cap = capOf(candidate, periodLeft, context)
  return {
    candidate,
    cap,
    weightMinor: candidate.exposure.headroomMinor,
    capMinor: boundOf(cap, neededMinor).amountMinor,
  }
}

const servedStep = (served: Share, { neededMinor }: Left): Step =>
  stepOf(
    served.sharer.candidate,
    served.sharer.cap,
    neededMinor,
    taken(served.amountMinor, limitOf(served, neededMinor)),
  )

function limitOf({ sharer, amountMinor, isCut }: Share, neededMinor: Minor): LegLimit {
  if (isCut) return 'period-maximum'
  const bound = boundOf(sharer.cap, neededMinor)
  return amountMinor === bound.amountMinor ? bound.limit : 'amount'
}

/** Passed over with the cap that it had when it was dropped: a repair may still bring it to its minimum. */
const droppedStep = (candidate: Candidate, { neededMinor, periodLeft }: Left, context: CapContext): Step =>
  stepOf(candidate, capOf(candidate, periodLeft, context), neededMinor, nothingTaken('below-minimum'))

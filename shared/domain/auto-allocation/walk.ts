import type { Candidate } from './candidates.ts'
import { boundOf, type Cap, type CapContext, capOf, minimumOf } from './cap.ts'
import { type Left, leftAfterLeg } from './left.ts'
import { nothingTaken, type Step, stepOf, type Taken, taken } from './step.ts'

/** Every candidate in the order of the walk, and what is left after them. */
export interface Walked {
  readonly steps: readonly Step[]
  readonly left: Left
}

/** Takes from each pair in turn what is still missing, as far as its cap allows (rules §4.3). */
export function walk(candidates: readonly Candidate[], start: Left, context: CapContext): Walked {
  let left = start
  const steps = candidates.map((candidate) => {
    const step = visit(candidate, left, context)
    left = leftAfterStep(left, step)
    return step
  })
  return { steps, left }
}

export function visit(candidate: Candidate, left: Left, context: CapContext): Step {
  const cap = capOf(candidate, left.periodLeft, context)
  return stepOf(candidate, cap, left.neededMinor, take(cap, left))
}

export const leftAfterStep = (left: Left, { trace }: Step): Left =>
  trace.tookMinor === 0n ? left : leftAfterLeg(left, trace.gatewayAccountId, trace.tookMinor)

function take(cap: Cap, { neededMinor, legs }: Left): Taken {
  if (cap.usedUp !== null) return nothingTaken(cap.usedUp)
  if (neededMinor === 0n) return nothingTaken('not-needed')
  const { amountMinor, limit } = boundOf(cap, neededMinor)
  if (amountMinor < minimumOf(cap)) return nothingTaken('below-minimum')
  if (legs === 0) return nothingTaken('leg-limit')
  return taken(amountMinor, limit)
}

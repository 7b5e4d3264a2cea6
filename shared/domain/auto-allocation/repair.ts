import { type Minor, smallest } from '../money.ts'
import { boundOf, minimumOf } from './cap.ts'
import type { CandidateTrace } from './decision.ts'
import type { Left } from './left.ts'
import type { Step } from './step.ts'

/**
 * When less is left than the minimum of a pair that was passed over, legs give it what it is short of (rules §4.3):
 * the last leg first, each down to its own minimum. The first pair for which that suffices gets a leg of exactly its
 * minimum, and nothing is left; where it suffices for none, nothing is moved.
 */
export function repair(steps: readonly Step[], left: Left): readonly Step[] {
  if (left.neededMinor === 0n || left.legs === 0) return steps
  for (const receiver of steps.filter(mayBeRepaired)) {
    const gifts = giftsTo(receiver.trace, steps, left)
    if (gifts !== null)
      return steps.map((step) => (step === receiver ? raised(step, left) : lowered(step, gifts.get(step))))
  }
  return steps
}

/** Passed over although its cap would have allowed its minimum. */
const mayBeRepaired = ({ trace }: Step): boolean =>
  trace.reason === 'below-minimum' && boundOf(trace, minimumOf(trace)).limit === 'amount'

/** Null where they do not suffice, or the window of the receiver's account has no room for its minimum even so. */
function giftsTo(
  receiver: CandidateTrace,
  steps: readonly Step[],
  left: Left,
): ReadonlyMap<Step, Minor> | null {
  const gifts = new Map<Step, Minor>()
  const neededMinor = minimumOf(receiver)
  let missingMinor = neededMinor - left.neededMinor
  let periodLeftMinor = left.periodLeft.get(receiver.gatewayAccountId) ?? neededMinor
  for (const giver of steps.toReversed()) {
    const giftMinor = smallest(missingMinor, giver.trace.tookMinor - minimumOf(giver.trace))
    if (giftMinor <= 0n) continue
    gifts.set(giver, giftMinor)
    missingMinor -= giftMinor
    if (giver.trace.gatewayAccountId === receiver.gatewayAccountId) periodLeftMinor += giftMinor
  }
  return missingMinor === 0n && periodLeftMinor >= neededMinor ? gifts : null
}

const raised = ({ candidate, trace }: Step, { neededMinor }: Left): Step => ({
  candidate,
  trace: {
    ...trace,
    tookMinor: minimumOf(trace),
    movedMinor: minimumOf(trace) - neededMinor,
    limitedBy: 'repair',
    reason: null,
  },
})

const lowered = (step: Step, giftMinor: Minor | undefined): Step =>
  giftMinor === undefined
    ? step
    : {
        candidate: step.candidate,
        trace: {
          ...step.trace,
          tookMinor: step.trace.tookMinor - giftMinor,
          movedMinor: -giftMinor,
          limitedBy: 'repair',
        },
      }

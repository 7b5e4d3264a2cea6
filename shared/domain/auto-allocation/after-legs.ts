import { type CustomerProfile, exposureOn } from '../customer.ts'
import type { Leg, PeriodLeft } from './decision.ts'

/**
 * The profile that the customer's next request in the same currency is decided with, once these legs are set aside:
 * more is open on their pairs, and their headroom is that much smaller.
 */
export const afterLegs = (profile: CustomerProfile, legs: readonly Leg[]): CustomerProfile =>
  legs.reduce(withLeg, profile)

/** What the rolling windows leave the next request in the same currency, whosever it is. */
export function periodLeftAfter(
  periodLeft: PeriodLeft,
  legs: readonly Pick<Leg, 'gatewayAccountId' | 'amountMinor'>[],
): PeriodLeft {
  const after = new Map(periodLeft)
  for (const { gatewayAccountId, amountMinor } of legs) {
    const before = after.get(gatewayAccountId)
    if (before !== undefined) after.set(gatewayAccountId, before - amountMinor)
  }
  return after
}

function withLeg(profile: CustomerProfile, leg: Leg): CustomerProfile {
  const before = exposureOn(profile, leg.paymentInstrumentId, leg.gatewayAccountId)
  const after = {
    ...before,
    openMinor: before.openMinor + leg.amountMinor,
    headroomMinor: before.headroomMinor - leg.amountMinor,
  }
  return { ...profile, exposures: [...profile.exposures.filter((pair) => pair !== before), after] }
}

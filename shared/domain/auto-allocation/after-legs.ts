import { type CustomerProfile, exposureOn } from '../customer.ts'
import type { Leg } from './decision.ts'

/**
 * The profile that the customer's next request in the same currency is decided with, once these legs are set aside:
 * more is open on their pairs, and their headroom is that much smaller.
 */
export const afterLegs = (profile: CustomerProfile, legs: readonly Leg[]): CustomerProfile =>
  legs.reduce(withLeg, profile)

function withLeg(profile: CustomerProfile, leg: Leg): CustomerProfile {
  const before = exposureOn(profile, leg.paymentInstrumentId, leg.gatewayAccountId)
  const after = {
    ...before,
    openMinor: before.openMinor + leg.amountMinor,
    headroomMinor: before.headroomMinor - leg.amountMinor,
  }
  return { ...profile, exposures: [...profile.exposures.filter((pair) => pair !== before), after] }
}

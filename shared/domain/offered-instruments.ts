import type { Allocation } from './allocation.ts'
import type { Pair } from './auto-allocation/candidates.ts'
import { whyNotServing } from './auto-allocation/serving.ts'
import { byIds } from './auto-allocation/walk-order.ts'
import { type CustomerProfile, exposureOf, exposureOn } from './customer.ts'
import type { PayoutGateway } from './gateway-account.ts'
import { type Minor, sumOf } from './money.ts'
import { GIVEN_BACK_STATUSES, type PayoutRequest } from './payout-request.ts'

/** An instrument and an account through which a request can be paid out to it, or through which it has a history. */
export interface OfferedPair extends Pair {
  /** What this request has set aside on the pair already. */
  readonly allocatedMinor: Minor
}

/** Rules §4.8: the pairs that can serve, whatever limits and cover say, and those whose exposure is not zero. */
export function offeredInstruments(
  { currency }: PayoutRequest,
  {
    allocations,
    customer,
    gateways,
  }: {
    readonly allocations: readonly Allocation[]
    readonly customer: CustomerProfile
    readonly gateways: readonly PayoutGateway[]
  },
): OfferedPair[] {
  const live = allocations.filter(({ status }) => !GIVEN_BACK_STATUSES.includes(status))
  const pairs = customer.instruments.flatMap((instrument) =>
    gateways.map((gateway) => ({
      instrument,
      gateway,
      exposure: exposureOn(customer, instrument.id, gateway.id),
    })),
  )
  return pairs
    .filter(
      ({ instrument, gateway, exposure }) =>
        whyNotServing(instrument, gateway, currency) === null || exposureOf(exposure) !== 0n,
    )
    .sort(byIds)
    .map((pair) => ({ ...pair, allocatedMinor: allocatedOn(pair, live) }))
}

const allocatedOn = ({ instrument, gateway }: Pair, live: readonly Allocation[]): Minor =>
  sumOf(
    live
      .filter((one) => one.paymentInstrumentId === instrument.id && one.gatewayAccountId === gateway.id)
      .map(({ amountMinor }) => amountMinor),
  )

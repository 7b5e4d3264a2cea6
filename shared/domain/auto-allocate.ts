import { type DecidedLeg, demandAllocatable, type SetAside, setAside } from './allocate.ts'
import { decide } from './auto-allocation/decide.ts'
import type { Decision, DecisionInput, PeriodLeft } from './auto-allocation/decision.ts'
import type { Stamp } from './payout-request-changes.ts'
import { hourOf, leftMinor, type PeriodWindow } from './period-window.ts'
import { Refusal } from './refusal.ts'

export interface AutoAllocation extends SetAside {
  readonly decision: Decision
}

/** Allocates one request by itself (rules §4.8): all that is open or a part of it; refuses when nothing can be placed. */
export function autoAllocate(input: DecisionInput, stamp: Stamp): AutoAllocation {
  demandAllocatable(input.request)
  const decision = decide(input)
  if (decision.legs.length === 0) throw nothingAllocated(decision)
  return { decision, ...setAside(input.request, decidedLegs(decision, input), { stamp, runId: null }) }
}

/** What the windows leave at this time, by the account that each is of. */
export const periodLeftOf = (windows: readonly PeriodWindow[], at: string): PeriodLeft =>
  new Map(windows.map((window) => [window.gatewayAccountId, leftMinor(window, hourOf(at))]))

/** The legs with the instruments and gateway accounts that they name. */
export const decidedLegs = (
  { legs }: Decision,
  { customer, gateways }: Pick<DecisionInput, 'customer' | 'gateways'>,
): DecidedLeg[] =>
  legs.map(({ paymentInstrumentId, gatewayAccountId, amountMinor, exposureMinor }) => {
    const instrument = customer.instruments.find(({ id }) => id === paymentInstrumentId)
    const gateway = gateways.find(({ id }) => id === gatewayAccountId)
    if (!instrument || !gateway) throw new Error('A decision names a pair that it was not given.')
    const cap = gateway.payoutLimits?.maxPerPeriod.find(({ currency }) => currency === customer.currency)
    return { instrument, gateway, amountMinor, exposureMinor, capSince: cap?.since ?? null }
  })

/** `reason` is the request's, `reasons` are those of the pairs, each once, in the order in which they were met. */
function nothingAllocated({ reason, candidates }: Decision): Refusal {
  const reasons = [...new Set(candidates.flatMap((pair) => pair.reason ?? []))]
  const message = `cannot be allocated to any payment instrument: ${[reason, ...reasons].join(', ')}`
  return new Refusal('nothing-allocated', {
    invalidFields: [{ field: 'payoutRequestId', message }],
    members: { reason, reasons },
  })
}

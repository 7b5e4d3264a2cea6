import { noExposure, type PairExposure, type PaymentInstrument } from '../customer.ts'
import type { PayoutGateway } from '../gateway-account.ts'
import { tokenPosition } from './allocation-order.ts'
import type { DecisionInput, PairReason, PastAllocation } from './decision.ts'
import { whyNotServing } from './serving.ts'

/** An instrument of the customer, paid to through a gateway account. */
export interface Pair {
  readonly instrument: PaymentInstrument
  readonly gateway: PayoutGateway
  readonly exposure: PairExposure
}

/** A pair that the walk visits. */
export interface Candidate extends Pair {
  readonly token: string
  /** Where its token stands in the order. */
  readonly position: number
}

/** A pair that a test refused before the walk. */
export interface RefusedPair extends Pair {
  readonly reason: PairReason
}

/** Every instrument with every gateway account, each either a candidate or refused for one reason (rules §4.2(1)). */
export function sortOut(input: DecisionInput): { candidates: Candidate[]; refused: RefusedPair[] } {
  const exposures = new Map(input.customer.exposures.map((pair) => [pairKey(pair), pair]))
  const barred = barredPairs(input.allocations)
  const candidates: Candidate[] = []
  const refused: RefusedPair[] = []
  for (const instrument of input.customer.instruments) {
    const position = tokenPosition(input.order, instrument, input.request.paymentInstrumentId)
    const token = input.order[position]
    for (const gateway of input.gateways) {
      const exposure =
        exposures.get(keyOf(instrument.id, gateway.id)) ?? noExposure(instrument.id, gateway.id)
      const pair = { instrument, gateway, exposure }
      const reason = whyNotServing(instrument, gateway, input.request.currency)
      if (reason !== null) refused.push({ ...pair, reason })
      else if (barred.has(pairKey(exposure))) refused.push({ ...pair, reason: 'declined-before' })
      else if (token === undefined) refused.push({ ...pair, reason: 'not-in-order' })
      else candidates.push({ ...pair, token, position })
    }
  }
  return { candidates, refused }
}

/** Rules §4.2(1): one refusal of the gateway, or this many failures, end a request's automatic tries on a pair. */
const FAILURES_LIMIT = 3

export function barredPairs(allocations: readonly PastAllocation[]): ReadonlySet<string> {
  const barred = new Set<string>()
  for (const [key, past] of Map.groupBy(allocations, pairKey)) {
    const failures = past.filter(({ status }) => status === 'failed').length
    if (failures >= FAILURES_LIMIT || past.some(({ status }) => status === 'declined')) barred.add(key)
  }
  return barred
}

const pairKey = (pair: Pick<PairExposure, 'paymentInstrumentId' | 'gatewayAccountId'>): string =>
  keyOf(pair.paymentInstrumentId, pair.gatewayAccountId)

/** No id contains a space. */
const keyOf = (paymentInstrumentId: string, gatewayAccountId: string): string =>
  `${paymentInstrumentId} ${gatewayAccountId}`

import { afterLegs, periodLeftAfter } from './auto-allocation/after-legs.ts'
import { decide } from './auto-allocation/decide.ts'
import type { Decision, DecisionInput, PastAllocation, PeriodLeft } from './auto-allocation/decision.ts'
import { decodeProfile } from './auto-allocation/stored-profile.ts'
import { list, minor, oneOf, record, text } from './auto-allocation/stored-values.ts'
import type { RunRules } from './batch-run.ts'
import type { Currency } from './currency.ts'
import type { CustomerProfile } from './customer.ts'
import { PAYOUT_REQUEST_STATUSES, type PayoutRequest } from './payout-request.ts'
import { decodeRows, type RunRow } from './run-part.ts'

/**
 * Decides every member of a part again, from what its part item and the run's input keep and from nothing else. The
 * decisions are those that the part has, byte for byte; null where the run itself gave the outcome.
 */
export function replay(input: RunRules, stored: unknown): (Decision | null)[] {
  const left: Left = { profiles: new Map(), periods: new Map() }
  const factsOfRows = list(stored).map((row) => record(row).facts)
  return decodeRows(stored).map((row, i) =>
    factsOfRows[i] === undefined ? null : decideAgain(row, record(factsOfRows[i]), input, left),
  )
}

/** What the decisions so far leave the next ones of the same customer and currency. */
interface Left {
  readonly profiles: Map<string, CustomerProfile>
  readonly periods: Map<Currency, PeriodLeft>
}

function decideAgain(
  row: RunRow,
  facts: Stored,
  { gateways, order, policy }: RunRules,
  left: Left,
): Decision {
  const { customerId, currency } = row
  const name = `${customerId} ${currency}`
  const customer = facts.profile
    ? decodeProfile(record(facts.profile), row, gateways)
    : (left.profiles.get(name) ?? { customerId, currency, instruments: [], exposures: [] })
  const periodLeft = facts.periodLeft
    ? periodLeftFrom(facts.periodLeft, gateways)
    : (left.periods.get(currency) ?? new Map())

  const decision = decide({
    request: requestFrom(row, facts),
    allocations: list(facts.barred ?? []).map(declined),
    customer,
    gateways,
    order,
    policy,
    periodLeft,
  })
  left.profiles.set(name, afterLegs(customer, decision.legs))
  left.periods.set(currency, periodLeftAfter(periodLeft, decision.legs))
  return decision
}

type Stored = Readonly<Record<string, unknown>>

/** What a decision does not look at is empty. */
const requestFrom = (row: RunRow, facts: Stored): PayoutRequest => ({
  id: row.payoutRequestId,
  websiteId: '',
  customerId: row.customerId,
  currency: row.currency,
  amountMinor: row.amountMinor,
  unallocatedMinor: row.availableBeforeMinor,
  paidMinor: 0n,
  status: oneOf(PAYOUT_REQUEST_STATUSES, facts.status ?? 'approved'),
  blocked: facts.blocked === true,
  blockReason: null,
  splitReason: null,
  splitFromPayoutRequestId: null,
  paymentInstrumentId: facts.selected === undefined ? null : text(facts.selected),
  description: null,
  selectedPaymentInstrumentRedirectUrl: null,
  pendingSince: null,
  cancellation: null,
  allocationCount: row.allocationCount,
  claim: null,
  lastChange: { by: '', at: '', actions: [] },
  version: 0,
  createdTime: '',
  updatedTime: '',
})

/** One refusal bars a pair as three failures do. */
function declined(pair: unknown): PastAllocation {
  const [paymentInstrumentId = '', gatewayAccountId = ''] = text(pair).split(' ')
  return { paymentInstrumentId, gatewayAccountId, status: 'declined' }
}

const periodLeftFrom = (stored: unknown, gateways: DecisionInput['gateways']): PeriodLeft =>
  new Map(
    list(stored).map((entry) => {
      const [position, leftMinor] = list(entry)
      return [text(gateways[Number(position)]?.id), minor(leftMinor)]
    }),
  )

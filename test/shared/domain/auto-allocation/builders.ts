import type { DecisionInput } from '../../../../shared/domain/auto-allocation/decision.ts'
import { DEFAULT_ALLOCATION_ORDER } from '../../../../shared/domain/auto-allocation/decision.ts'
import { noExposure, type PairExposure, type PaymentInstrument } from '../../../../shared/domain/customer.ts'
import type { GatewayAccount } from '../../../../shared/domain/gateway-account.ts'
import type { PayoutRequest } from '../../../../shared/domain/payout-request.ts'

/** Whole domain values of which a test names only what it is about. */
const TIME = '2026-01-01T00:00:00.000Z'
const STAMPS = { version: 1, createdTime: TIME, updatedTime: TIME }

export const payoutRequest = (given: Partial<PayoutRequest> = {}): PayoutRequest => ({
  id: 'pout_req_1',
  websiteId: 'web_1',
  customerId: 'cust_1',
  currency: 'EUR',
  amountMinor: given.unallocatedMinor ?? 1000n,
  unallocatedMinor: given.amountMinor ?? 1000n,
  paidMinor: 0n,
  status: 'approved',
  blocked: false,
  blockReason: null,
  splitReason: null,
  splitFromPayoutRequestId: null,
  paymentInstrumentId: null,
  description: null,
  selectedPaymentInstrumentRedirectUrl: null,
  pendingSince: null,
  cancellation: null,
  allocationCount: 0,
  claim: null,
  lastChange: { by: 'usr_1', actions: [], at: TIME },
  ...STAMPS,
  ...given,
})

export const cardInstrument = (id: string, given: Partial<PaymentInstrument> = {}): PaymentInstrument => ({
  ...instrument(id, 'payment-card'),
  card: { brand: 'Visa', bin: null, last4: null, expMonth: null, expYear: null, isPayoutable: true },
  ...given,
})

export const instrument = (
  id: string,
  method: string,
  given: Partial<PaymentInstrument> = {},
): PaymentInstrument => ({
  id,
  customerId: 'cust_1',
  method,
  status: 'active',
  card: null,
  referenceData: {},
  ...STAMPS,
  ...given,
})

export const gatewayAccount = (id: string, given: Partial<GatewayAccount> = {}): GatewayAccount => ({
  id,
  gatewayName: 'TestProcessor',
  method: 'payment-card',
  acceptedCurrencies: ['EUR'],
  paymentCardSchemes: [],
  status: 'active',
  isDown: false,
  readyToPayoutInstruction: 'all',
  payoutLimits: null,
  payoutAdapter: { type: 'TestProcessor' },
  payoutConcurrency: 10,
  ...STAMPS,
  ...given,
})

export const coveredAccount = (id: string, given: Partial<GatewayAccount> = {}): GatewayAccount =>
  gatewayAccount(id, { readyToPayoutInstruction: 'covered-payout', ...given })

/** For one transaction each; null is no limit. */
export const limitsOf = (
  { least, most }: { readonly least: bigint | null; readonly most: bigint | null },
  currency = 'EUR',
): GatewayAccount['payoutLimits'] => ({
  maxPerTransaction: most === null ? [] : [{ currency, amountMinor: most }],
  minPerTransaction: least === null ? [] : [{ currency, amountMinor: least }],
  maxPerPeriod: [],
})

/** What was paid in and is open on a pair; the headroom follows. */
export function paidIn(
  paymentInstrumentId: string,
  gatewayAccountId: string,
  salesMinor: bigint,
  given: Partial<Omit<PairExposure, 'headroomMinor'>> = {},
): PairExposure {
  const pair = {
    ...noExposure(paymentInstrumentId, gatewayAccountId),
    payments: salesMinor > 0n ? 1 : 0,
    salesMinor,
    ...given,
  }
  return { ...pair, headroomMinor: pair.salesMinor - pair.payoutsMinor - pair.openMinor }
}

/** One card, one account that pays everything: what a test gives replaces it. */
export const decisionInput = (
  given: Partial<Omit<DecisionInput, 'customer'>> & {
    readonly instruments?: readonly PaymentInstrument[]
    readonly exposures?: readonly PairExposure[]
  } = {},
): DecisionInput => {
  const { instruments = [cardInstrument('card')], exposures = [], ...rest } = given
  const request = given.request ?? payoutRequest()
  return {
    request,
    allocations: [],
    customer: { customerId: request.customerId, currency: request.currency, instruments, exposures },
    gateways: [gatewayAccount('cards')],
    order: DEFAULT_ALLOCATION_ORDER,
    policy: 'largest-exposure',
    periodLeft: new Map(),
    ...rest,
  }
}

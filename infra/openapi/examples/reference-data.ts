import type * as z from 'zod'
import type { GatewayAccountBody } from '../../../shared/contracts/gateway-account.ts'
import type { GatewayAccountRepresentation } from '../../../shared/contracts/gateway-account-view.ts'
import type { OrganizationRepresentation } from '../../../shared/contracts/organization.ts'
import type {
  PaymentInstrumentBody,
  PaymentInstrumentRepresentation,
} from '../../../shared/contracts/payment-instrument.ts'
import type { TransactionRepresentation } from '../../../shared/contracts/transaction.ts'
import type { WebsiteRepresentation } from '../../../shared/contracts/website.ts'
import { IDS, linkTo, TIME } from './ids.ts'

const configured = { createdTime: TIME.configured, updatedTime: TIME.configured }

const account = {
  gatewayName: 'Adyen',
  method: 'payment-card',
  acceptedCurrencies: ['EUR', 'USD'],
  paymentCardSchemes: ['Visa' as const, 'MasterCard' as const],
  status: 'active' as const,
  isDown: false,
  readyToPayoutInstruction: 'covered-payout' as const,
  payoutLimits: {
    maxPerTransaction: [{ amount: 5000, currency: 'EUR' }],
    minPerTransaction: [{ amount: 10, currency: 'EUR' }],
    maxPerPeriod: [{ amount: 100_000, currency: 'EUR', period: '24-hours' as const }],
  },
  payoutConcurrency: 10,
}
const adapter = { type: 'webhook' as const, url: 'https://gateway.example.org/payouts', timeoutSeconds: 10 }

export const GATEWAY_ACCOUNT = {
  id: IDS.gatewayAccount,
  ...account,
  payoutAdapter: adapter,
  ...configured,
  _links: [linkTo('self', `/gateway-accounts/${IDS.gatewayAccount}`)],
} satisfies z.input<typeof GatewayAccountRepresentation>

export const GATEWAY_ACCOUNT_BODY = {
  ...account,
  payoutAdapter: { ...adapter, secret: 'at-least-24-characters-long' },
} satisfies z.input<typeof GatewayAccountBody>

const card = {
  customerId: IDS.customer,
  method: 'payment-card' as const,
  status: 'active' as const,
  brand: 'Visa' as const,
  bin: '411111',
  last4: '1111',
  expMonth: 12,
  expYear: 2029,
  isPayoutable: true,
  referenceData: { wallet: 'W-1047' },
} satisfies z.input<typeof PaymentInstrumentBody>

export const PAYMENT_INSTRUMENT_BODY = card

export const PAYMENT_INSTRUMENT = {
  id: IDS.instrument,
  ...card,
  lastPaymentTime: TIME.paid,
  lastPayoutTime: null,
  ...configured,
  _links: [linkTo('self', `/payment-instruments/${IDS.instrument}`)],
} satisfies z.input<typeof PaymentInstrumentRepresentation>

export const TRANSACTION = {
  id: IDS.sale,
  requestId: 'order-20260220-1047',
  type: 'sale',
  result: 'approved',
  status: 'completed',
  amount: 400,
  currency: 'EUR',
  customerId: IDS.customer,
  paymentInstrumentId: IDS.instrument,
  paymentInstrument: { method: 'payment-card', paymentInstrumentId: IDS.instrument },
  gatewayAccountId: IDS.gatewayAccount,
  gatewayName: 'Adyen',
  websiteId: IDS.website,
  parentTransactionId: null,
  processedTime: TIME.paid,
  gatewayTransactionId: '8837-5521-9043',
  response: null,
  isProcessedOutside: true,
  payoutRequestId: null,
  payoutRequestAllocationId: null,
  createdTime: TIME.paid,
  updatedTime: TIME.paid,
  _links: [linkTo('self', `/transactions/${IDS.sale}`)],
} satisfies z.input<typeof TransactionRepresentation>

/** A payout that its gateway has not answered. */
export const CREDIT = {
  ...TRANSACTION,
  id: IDS.payout,
  requestId: null,
  type: 'credit',
  result: 'unknown',
  status: 'timeout',
  amount: 250,
  websiteId: null,
  processedTime: TIME.allocated,
  gatewayTransactionId: null,
  isProcessedOutside: false,
  payoutRequestId: IDS.request,
  payoutRequestAllocationId: IDS.allocation,
  createdTime: TIME.allocated,
  updatedTime: TIME.allocated,
  _links: [linkTo('self', `/transactions/${IDS.payout}`)],
} satisfies z.input<typeof TransactionRepresentation>

export const ORGANIZATION = {
  id: IDS.organization,
  settings: {
    payoutRequestAllocationOrder: ['selected-payment-instrument', 'alternative-payment-methods'],
    payoutRequestAllocationPolicy: 'largest-exposure',
    payoutTargets: {
      ready: 24,
      approved: 24,
      pending: 24,
      queued: 1,
      processing: 1,
      waitingCompletion: 72,
    },
  },
  ...configured,
  _links: [linkTo('self', `/organizations/${IDS.organization}`)],
} satisfies z.input<typeof OrganizationRepresentation>

export const WEBSITE = {
  id: IDS.website,
  name: 'Casino Royale',
  url: 'https://casino.example.org',
  settings: {
    payoutRequest: {
      automaticReadinessEnabled: true,
      pendingPeriodHours: 48,
      automaticReadinessTime: '10:00Z',
      automaticReadinessLastExecutedAt: null,
    },
  },
  ...configured,
  _links: [linkTo('self', `/websites/${IDS.website}`)],
} satisfies z.input<typeof WebsiteRepresentation>

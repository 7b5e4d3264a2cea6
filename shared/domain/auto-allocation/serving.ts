import type { Currency } from '../currency.ts'
import type { PaymentInstrument } from '../customer.ts'
import type { PayoutGateway } from '../gateway-account.ts'
import type { PairReason } from './decision.ts'

/**
 * Why this account cannot pay to this instrument at all, whatever the request and the order (rules §4.2(1), up to
 * currency); null when it can. The first test that fails is the reason.
 */
export const whyNotServing = (
  instrument: PaymentInstrument,
  gateway: PayoutGateway,
  currency: Currency,
): PairReason | null => reasonsAgainst(instrument, gateway, currency)[0] ?? null

/** All of them, in order. */
export const reasonsAgainst = (
  instrument: PaymentInstrument,
  gateway: PayoutGateway,
  currency: Currency,
): ServingReason[] =>
  SERVING_TESTS.filter(([, fails]) => fails(instrument, gateway, currency)).map(([reason]) => reason)

export type ServingReason = Extract<
  PairReason,
  | 'instrument-inactive'
  | 'card-not-payoutable'
  | 'gateway-inactive'
  | 'gateway-down'
  | 'gateway-pays-nothing'
  | 'method-mismatch'
  | 'card-scheme-not-accepted'
  | 'currency-not-accepted'
>

type ServingTest = readonly [
  reason: ServingReason,
  fails: (instrument: PaymentInstrument, gateway: PayoutGateway, currency: Currency) => boolean,
]

const SERVING_TESTS: readonly ServingTest[] = [
  ['instrument-inactive', (instrument) => instrument.status !== 'active'],
  ['card-not-payoutable', (instrument) => instrument.card?.isPayoutable === false],
  ['gateway-inactive', (_, gateway) => gateway.status !== 'active'],
  ['gateway-down', (_, gateway) => gateway.isDown],
  ['gateway-pays-nothing', (_, gateway) => gateway.readyToPayoutInstruction === 'none'],
  ['method-mismatch', (instrument, gateway) => instrument.method !== gateway.method],
  ['card-scheme-not-accepted', (instrument, gateway) => !acceptsScheme(gateway, instrument)],
  ['currency-not-accepted', (_, gateway, currency) => !gateway.acceptedCurrencies.includes(currency)],
]

const acceptsScheme = (gateway: PayoutGateway, { card }: PaymentInstrument): boolean =>
  card === null || gateway.paymentCardSchemes.length === 0 || gateway.paymentCardSchemes.includes(card.brand)

import type { Currency } from './currency.ts'
import type { Minor } from './money.ts'
import type { CardScheme } from './payment-method.ts'

export const INSTRUMENT_STATUSES = [
  'active',
  'inactive',
  'expired',
  'deactivated',
  'verification-needed',
] as const

export type InstrumentStatus = (typeof INSTRUMENT_STATUSES)[number]

/** Rules §7.2. */
export const INSTRUMENTS_PER_CUSTOMER_LIMIT = 50
export const EXPOSURES_PER_CUSTOMER_LIMIT = 300

/** A card or another account of a customer that money can be paid to. */
export interface PaymentInstrument {
  readonly id: string
  readonly customerId: string
  readonly method: string
  readonly status: InstrumentStatus
  readonly card: Card | null
  readonly referenceData: Readonly<Record<string, string>>
  readonly version: number
  readonly createdTime: string
  readonly updatedTime: string
}

export interface Card {
  readonly brand: CardScheme
  readonly bin: string | null
  readonly last4: string | null
  readonly expMonth: number | null
  readonly expYear: number | null
  readonly isPayoutable: boolean
}

/**
 * What a customer paid in and took out through one instrument and one gateway account, in one currency (rules §4.1).
 * exposure = sales − payouts; headroom = exposure − open, kept because a DynamoDB condition cannot subtract.
 */
export interface PairExposure {
  readonly paymentInstrumentId: string
  readonly gatewayAccountId: string
  /** Approved sales and captures that are not disputed now. */
  readonly payments: number
  readonly salesMinor: Minor
  /** Approved refunds, voids and credits. */
  readonly payoutsMinor: Minor
  /** Allocations pending, queued, processing or waiting-completion. */
  readonly openMinor: Minor
  readonly headroomMinor: Minor
  readonly firstPaymentTime: string | null
  readonly lastPaymentTime: string | null
  readonly lastPayoutTime: string | null
}

/** All that a decision needs to know of a customer, in the currency of the request. */
export interface CustomerProfile {
  readonly customerId: string
  readonly currency: Currency
  readonly instruments: readonly PaymentInstrument[]
  readonly exposures: readonly PairExposure[]
}

/** A customer whole: what the limits of rules §7.2 and an instrument's times are reckoned from. */
export interface Customer {
  readonly id: string
  readonly instruments: readonly PaymentInstrument[]
  /** What the instruments take of the one item that holds them. */
  readonly instrumentsBytes: number
  readonly exposures: ReadonlyMap<Currency, readonly PairExposure[]>
}

export const profileIn = ({ id, instruments, exposures }: Customer, currency: Currency): CustomerProfile => ({
  customerId: id,
  currency,
  instruments,
  exposures: exposures.get(currency) ?? [],
})

export const exposureOf = (pair: PairExposure): Minor => pair.salesMinor - pair.payoutsMinor

export const exposureOn = (
  profile: Pick<CustomerProfile, 'exposures'>,
  paymentInstrumentId: string,
  gatewayAccountId: string,
): PairExposure =>
  profile.exposures.find(
    (pair) => pair.paymentInstrumentId === paymentInstrumentId && pair.gatewayAccountId === gatewayAccountId,
  ) ?? noExposure(paymentInstrumentId, gatewayAccountId)

export const noExposure = (paymentInstrumentId: string, gatewayAccountId: string): PairExposure => ({
  paymentInstrumentId,
  gatewayAccountId,
  payments: 0,
  salesMinor: 0n,
  payoutsMinor: 0n,
  openMinor: 0n,
  headroomMinor: 0n,
  firstPaymentTime: null,
  lastPaymentTime: null,
  lastPayoutTime: null,
})

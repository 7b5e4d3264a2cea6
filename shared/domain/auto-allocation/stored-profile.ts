import type { Currency } from '../currency.ts'
import {
  type CustomerProfile,
  exposureOf,
  INSTRUMENT_STATUSES,
  type PairExposure,
  type PaymentInstrument,
} from '../customer.ts'
import type { PayoutGateway } from '../gateway-account.ts'
import { CARD_SCHEMES } from '../payment-method.ts'
import type { DecisionInput } from './decision.ts'
import { whyNotServing } from './serving.ts'
import { list, minor, oneOf, orNull, text } from './stored-values.ts'

/**
 * What decisions look at of a customer, and nothing else: no card number, no reference data, no times of pairs that
 * cannot be paid through. Pairs are positions in the instruments and in the run's gateway accounts; rows end where only
 * their usual end would follow.
 *
 *     {"instruments":[["inst_A","payment-card","Visa"],["inst_B","paypal",null,"inactive"]],
 *      "exposures":[[0,2,"3000",1767225600000]]}
 */
export interface StoredProfile {
  readonly instruments: readonly StoredList[]
  readonly exposures: readonly StoredList[]
}

type StoredList = readonly (string | number | null)[]

type ProfileContext = Pick<DecisionInput, 'gateways' | 'policy'>

export function encodeProfile(
  { currency, instruments, exposures }: CustomerProfile,
  { gateways, policy }: ProfileContext,
): StoredProfile {
  const instrumentAt = positions(instruments)
  const gatewayAt = positions(gateways)
  const rows = exposures.flatMap((pair): StoredList[] => {
    const [i, g] = [instrumentAt.get(pair.paymentInstrumentId), gatewayAt.get(pair.gatewayAccountId)]
    if (g === undefined) return []
    const isServed = isServing(instruments[i ?? -1], gateways[g], currency)
    const values = exposureValues(pair, { last: isServed, first: isServed && policy === 'oldest-payment' })
    return isNothing(values) ? [] : [[i ?? pair.paymentInstrumentId, g, ...shortened(values, EXPOSURE_END)]]
  })
  return {
    instruments: instruments.map((one) => [one.id, ...shortened(instrumentValues(one), INSTRUMENT_END)]),
    exposures: rows.toSorted(byPair),
  }
}

/** A profile that every decision takes for the one that was encoded; what decisions do not look at is empty. */
export function decodeProfile(
  { instruments, exposures }: { readonly instruments?: unknown; readonly exposures?: unknown },
  { customerId, currency }: Pick<CustomerProfile, 'customerId' | 'currency'>,
  gateways: readonly PayoutGateway[],
): CustomerProfile {
  const known = list(instruments).map((row) => instrumentFrom(list(row), customerId))
  return {
    customerId,
    currency,
    instruments: known,
    exposures: list(exposures).map((row) => exposureFrom(list(row), known, gateways)),
  }
}

const positions = (things: readonly { readonly id: string }[]): ReadonlyMap<string, number> =>
  new Map(things.map(({ id }, position) => [id, position]))

/** By code units of the text, which is all that two encodings of one profile have to agree on. */
const byPair = (one: StoredList, other: StoredList): number =>
  `${one[0]} ${one[1]}` < `${other[0]} ${other[1]}` ? -1 : 1

const isServing = (
  instrument: PaymentInstrument | undefined,
  gateway: PayoutGateway | undefined,
  currency: Currency,
): boolean =>
  instrument !== undefined && gateway !== undefined && !whyNotServing(instrument, gateway, currency)

const instrumentValues = ({ method, card, status }: PaymentInstrument): StoredList => [
  method,
  card?.brand ?? null,
  status,
  card?.isPayoutable === false ? 0 : 1,
]

const INSTRUMENT_END: StoredList = ['', null, 'active', 1]

function instrumentFrom([id, ...rest]: readonly unknown[], customerId: string): PaymentInstrument {
  const [method, brand, status, isPayoutable] = completed(rest, INSTRUMENT_END)
  const scheme = orNull(brand, (name) => oneOf(CARD_SCHEMES, name))
  return {
    id: text(id),
    customerId,
    method: text(method),
    status: oneOf(INSTRUMENT_STATUSES, status),
    card: scheme && {
      brand: scheme,
      bin: null,
      last4: null,
      expMonth: null,
      expYear: null,
      isPayoutable: isPayoutable === 1,
    },
    referenceData: {},
    version: 0,
    createdTime: '',
    updatedTime: '',
  }
}

/** The headroom is exposure − open in every profile; should one ever be otherwise, it is recorded as it was. */
function exposureValues(
  pair: PairExposure,
  times: { readonly last: boolean; readonly first: boolean },
): StoredList {
  const exposureMinor = exposureOf(pair)
  return [
    String(exposureMinor),
    times.last ? encodeTime(pair.lastPaymentTime) : null,
    String(pair.openMinor),
    times.first ? encodeTime(pair.firstPaymentTime) : null,
    pair.payments > 0 ? 1 : 0,
    pair.headroomMinor === exposureMinor - pair.openMinor ? null : String(pair.headroomMinor),
  ]
}

const EXPOSURE_END: StoredList = ['0', null, '0', null, 1, null]

/** As if nothing had ever happened on the pair. */
const isNothing = (values: StoredList): boolean => values.join() === '0,,0,,0,'

function exposureFrom(
  [i, g, ...rest]: readonly unknown[],
  instruments: readonly PaymentInstrument[],
  gateways: readonly PayoutGateway[],
): PairExposure {
  const [exposure, last, open, first, payments, headroom] = completed(rest, EXPOSURE_END)
  const [exposureMinor, openMinor] = [minor(exposure), minor(open)]
  return {
    paymentInstrumentId: typeof i === 'number' ? text(instruments[i]?.id) : text(i),
    gatewayAccountId: text(gateways[Number(g)]?.id),
    payments: oneOf([0, 1], payments),
    salesMinor: exposureMinor,
    payoutsMinor: 0n,
    openMinor,
    headroomMinor: orNull(headroom, minor) ?? exposureMinor - openMinor,
    firstPaymentTime: decodeTime(first),
    lastPaymentTime: decodeTime(last),
    lastPayoutTime: null,
  }
}

/** Milliseconds are half as long as the text. */
function encodeTime(time: string | null): string | number | null {
  const milliseconds = Date.parse(time ?? '')
  return Number.isNaN(milliseconds) || new Date(milliseconds).toISOString() !== time ? time : milliseconds
}

const decodeTime = (time: unknown): string | null =>
  typeof time === 'number' ? new Date(time).toISOString() : orNull(time, text)

function shortened(values: StoredList, usual: StoredList): StoredList {
  const end = values.findLastIndex((value, column) => value !== usual[column])
  return values.slice(0, end + 1)
}

const completed = (values: readonly unknown[], usual: StoredList): readonly unknown[] => [
  ...values,
  ...usual.slice(values.length),
]

import {
  type Card,
  type Customer,
  INSTRUMENTS_PER_CUSTOMER_LIMIT,
  type InstrumentStatus,
  type PaymentInstrument,
} from './customer.ts'
import { type InvalidField, Refusal, refuseInvalid } from './refusal.ts'

/** One item holds a customer's instruments; DynamoDB ends at 400 kB, and 50 instruments could have 1 MB of reference data. */
export const INSTRUMENTS_BYTES_LIMIT = 300_000

/** Everything of an instrument that the caller says. */
export interface InstrumentAsk {
  readonly customerId: string
  readonly method: string
  readonly status: InstrumentStatus
  readonly card: Card | null
  readonly referenceData: Readonly<Record<string, string>>
}

type Room = Pick<Customer, 'instruments' | 'instrumentsBytes'>

export function addInstrument(id: string, ask: InstrumentAsk, customer: Room, at: string): PaymentInstrument {
  const instrument = { ...ask, id, version: 1, createdTime: at, updatedTime: at }
  if (customer.instruments.length >= INSTRUMENTS_PER_CUSTOMER_LIMIT)
    throw new Refusal('customer-profile-full', {
      detail: `A customer has at most ${INSTRUMENTS_PER_CUSTOMER_LIMIT} payment instruments.`,
    })
  demandRoom(customer, bytesOf(instrument))
  return instrument
}

/** Customer and method are immutable, deactivated is final (rules §7.2). */
export function replaceInstrument(
  instrument: PaymentInstrument,
  ask: InstrumentAsk,
  customer: Room,
  at: string,
): PaymentInstrument {
  if (instrument.status === 'deactivated' && ask.status !== 'deactivated')
    throw new Refusal('payment-instrument-deactivated', {
      detail: `The payment instrument is deactivated for good: it cannot become ${ask.status}.`,
    })
  refuseInvalid(immutableProblems(instrument, ask))
  const changed = { ...instrument, ...ask, version: instrument.version + 1, updatedTime: at }
  demandRoom(customer, bytesOf(changed) - bytesOf(instrument))
  return changed
}

/** The instrument itself when it is deactivated already. */
export const deactivate = (instrument: PaymentInstrument, at: string): PaymentInstrument =>
  instrument.status === 'deactivated'
    ? instrument
    : { ...instrument, status: 'deactivated', version: instrument.version + 1, updatedTime: at }

/** What an instrument takes of its customer's item: its JSON, a little more than DynamoDB counts. */
export const bytesOf = (instrument: PaymentInstrument): number =>
  new TextEncoder().encode(JSON.stringify(instrument)).length

const immutableProblems = (instrument: PaymentInstrument, ask: InstrumentAsk): InvalidField[] =>
  IMMUTABLE.filter((field) => ask[field] !== instrument[field]).map((field) => ({
    field,
    message: 'is immutable: add another payment instrument',
  }))

const IMMUTABLE = ['customerId', 'method'] as const

function demandRoom({ instrumentsBytes }: Room, more: number): void {
  if (more > 0 && instrumentsBytes + more > INSTRUMENTS_BYTES_LIMIT)
    throw new Refusal('customer-profile-full', {
      detail: `A customer's payment instruments have at most ${INSTRUMENTS_BYTES_LIMIT} bytes together: shorten their reference data.`,
    })
}

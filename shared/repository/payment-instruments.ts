import * as z from 'zod'
import {
  type Customer,
  INSTRUMENTS_PER_CUSTOMER_LIMIT,
  type PairExposure,
  type PaymentInstrument,
} from '../domain/customer.ts'
import { isWellFormedId } from '../domain/identifiers.ts'
import { bytesOf, INSTRUMENTS_BYTES_LIMIT } from '../domain/payment-instrument-changes.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Item } from './client.ts'
import { instrumentsBytes, instrumentsFrom } from './customers.ts'
import { exposuresFrom } from './exposures.ts'
import {
  absent,
  atMost,
  type Condition,
  either,
  exists,
  is,
  lacks,
  sizeLessThan,
  type Update,
} from './expressions.ts'
import {
  currencyOfExposure,
  customerPartition,
  instrumentLocatorKey,
  instrumentsKey,
  listingKey,
} from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem, queryAll } from './read.ts'
import { withoutNulls } from './stored.ts'
import { commit, stale, type Write } from './write.ts'

export interface InstrumentOfCustomer {
  readonly instrument: PaymentInstrument
  readonly customer: Customer
}

/** Refuses an id that is unknown or another organization's. */
export async function theInstrument(table: OrganizationTable, id: string): Promise<InstrumentOfCustomer> {
  const found = await findInstrumentById(table, id)
  if (!found) throw new Refusal('not-found', { detail: 'There is no payment instrument with this id.' })
  return found
}

/** The locator says whose the instrument is; the customer's item has it. */
export async function findInstrumentById(
  table: OrganizationTable,
  id: string,
): Promise<InstrumentOfCustomer | undefined> {
  if (!isWellFormedId(id)) return undefined
  const locator = await getItem(table, instrumentLocatorKey(table.organization, id))
  if (!locator) return undefined
  const customer = await wholeCustomer(table, Locator.parse(locator).customerId)
  const instrument = customer.instruments.find((instrument) => instrument.id === id)
  return instrument && { instrument, customer }
}

/** Instruments and exposures in every currency, in one Query; a customer never heard of has none. */
export async function wholeCustomer(table: OrganizationTable, id: string): Promise<Customer> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': customerPartition(table.organization, id) },
    ConsistentRead: true,
  })
  const instruments = items.find(({ type }) => type === 'instruments')
  return {
    id,
    instruments: instrumentsFrom(instruments),
    instrumentsBytes: instrumentsBytes(instruments),
    exposures: new Map(items.filter(({ type }) => type === 'exposure').map(inOneCurrency)),
  }
}

const Locator = z.object({ customerId: z.string() })

const inOneCurrency = (item: Item): [string, PairExposure[]] => [
  currencyOfExposure({ sk: String(item.sk) }),
  exposuresFrom(item),
]

/** Keeps a new instrument with its locator; an id that is taken, or a profile that filled up meanwhile, is `stale`. */
export const keepNewInstrument = (
  table: OrganizationTable,
  customer: Customer,
  instrument: PaymentInstrument,
  alongside: readonly Write[] = [],
): Promise<unknown> =>
  commit(table, [
    {
      key: instrumentLocatorKey(table.organization, instrument.id),
      put: locatorItem(table, instrument),
      when: [absent],
      otherwise: stale,
    },
    customer.instruments.length === 0
      ? firstInstrument(table, instrument)
      : {
          key: instrumentsKey(table.organization, instrument.customerId),
          update: setInstrument(instrument, bytesOf(instrument)),
          when: [
            lacks(['instruments', instrument.id]),
            sizeLessThan('instruments', INSTRUMENTS_PER_CUSTOMER_LIMIT),
            hasRoomFor(bytesOf(instrument)),
          ],
          otherwise: stale,
        },
    ...alongside,
  ])

/** Keeps what was decided on, if nobody changed the instrument meanwhile. */
export async function keepInstrumentChange(
  table: OrganizationTable,
  before: PaymentInstrument,
  after: PaymentInstrument,
  alongside: readonly Write[] = [],
): Promise<void> {
  if (after === before) return
  const more = bytesOf(after) - bytesOf(before)
  await commit(table, [
    {
      key: instrumentsKey(table.organization, before.customerId),
      update: setInstrument(after, more),
      when: [
        is(['instruments', before.id, 'version'], before.version),
        ...(more > 0 ? [hasRoomFor(more)] : []),
      ],
      otherwise: stale,
    },
    ...(after.status === before.status
      ? []
      : [
          {
            key: instrumentLocatorKey(table.organization, after.id),
            update: { set: [['status', after.status]] },
            when: [exists],
          } satisfies Write,
        ]),
    ...alongside,
  ])
}

/** Lists find instruments by their locators: this is what they filter by. */
const locatorItem = (table: OrganizationTable, instrument: PaymentInstrument): Item => ({
  type: 'payment-instrument',
  id: instrument.id,
  customerId: instrument.customerId,
  method: instrument.method,
  status: instrument.status,
  ...listingKey(table.organization, 'payment-instrument', instrument),
})

const firstInstrument = (table: OrganizationTable, instrument: PaymentInstrument): Write => ({
  key: instrumentsKey(table.organization, instrument.customerId),
  put: {
    type: 'instruments',
    customerId: instrument.customerId,
    instruments: { [instrument.id]: withoutNulls(instrument) },
    bytes: bytesOf(instrument),
    version: 1,
  },
  when: [absent],
  otherwise: stale,
})

const setInstrument = (instrument: PaymentInstrument, more: number): Update => ({
  set: [[['instruments', instrument.id], withoutNulls(instrument)]],
  increase: [['version', 1]],
  add: [['bytes', more]],
})

const hasRoomFor = (more: number): Condition =>
  either(lacks('bytes'), atMost('bytes', INSTRUMENTS_BYTES_LIMIT - more))

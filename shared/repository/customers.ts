import * as z from 'zod'
import { type CustomerProfile, INSTRUMENT_STATUSES, type PaymentInstrument } from '../domain/customer.ts'
import { CARD_SCHEMES } from '../domain/payment-method.ts'
import type { Item } from './client.ts'
import { exposuresFrom } from './exposures.ts'
import { exposureKey, instrumentsKey, type Key } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'
import { getItem, getItems, keyText } from './read.ts'
import { orNull } from './stored.ts'

/** All instruments of a customer in one item: a decision needs them all, and there are at most 50. */
const StoredInstruments = z.object({
  version: z.int(),
  /** What the instruments take of the item. */
  bytes: z.int().default(0),
  instruments: z.record(
    z.string(),
    z.object({
      id: z.string(),
      customerId: z.string(),
      method: z.string(),
      status: z.enum(INSTRUMENT_STATUSES),
      card: orNull(
        z.object({
          brand: z.enum(CARD_SCHEMES),
          bin: orNull(z.string()),
          last4: orNull(z.string()),
          expMonth: orNull(z.int()),
          expYear: orNull(z.int()),
          isPayoutable: z.boolean(),
        }),
      ),
      referenceData: z.record(z.string(), z.string()),
      version: z.int(),
      createdTime: z.string(),
      updatedTime: z.string(),
    }),
  ),
})

export const instrumentsFrom = (item: Item | undefined): PaymentInstrument[] =>
  item === undefined ? [] : Object.values(StoredInstruments.parse(item).instruments)

export const instrumentsBytes = (item: Item | undefined): number =>
  item === undefined ? 0 : StoredInstruments.parse(item).bytes

export interface CustomerCurrency {
  readonly customerId: string
  readonly currency: string
}

/** The profiles in the order asked for; a customer never heard of has no instruments and no exposures. */
export async function customerProfiles(
  table: OrganizationTable,
  wanted: readonly CustomerCurrency[],
): Promise<CustomerProfile[]> {
  const items = await getItems(table, profileKeys(table, wanted))
  return wanted.map((customer) => profileFrom(table, items, customer))
}

/** What profiles are made of, each key once. */
export function profileKeys(table: OrganizationTable, wanted: readonly CustomerCurrency[]): Key[] {
  const keys = wanted.flatMap((customer) => [
    instrumentsKeyOf(table, customer),
    exposuresKeyOf(table, customer),
  ])
  return [...new Map(keys.map((key) => [keyText(key), key])).values()]
}

export const profileFrom = (
  table: OrganizationTable,
  items: ReadonlyMap<string, Item>,
  customer: CustomerCurrency,
): CustomerProfile => ({
  customerId: customer.customerId,
  currency: customer.currency,
  instruments: instrumentsFrom(items.get(keyText(instrumentsKeyOf(table, customer)))),
  exposures: exposuresFrom(items.get(keyText(exposuresKeyOf(table, customer)))),
})

const instrumentsKeyOf = (table: OrganizationTable, { customerId }: CustomerCurrency): Key =>
  instrumentsKey(table.organization, customerId)

const exposuresKeyOf = (table: OrganizationTable, { customerId, currency }: CustomerCurrency): Key =>
  exposureKey(table.organization, customerId, currency)

/** An instrument of this customer, whatever its status. */
export async function findInstrument(
  table: OrganizationTable,
  customerId: string,
  paymentInstrumentId: string,
): Promise<PaymentInstrument | undefined> {
  const item = await getItem(table, instrumentsKey(table.organization, customerId))
  return instrumentsFrom(item).find(({ id }) => id === paymentInstrumentId)
}

export async function customerProfile(
  table: OrganizationTable,
  wanted: CustomerCurrency,
): Promise<CustomerProfile> {
  const [profile] = await customerProfiles(table, [wanted])
  if (!profile) throw new Error('A profile was asked for and none answered.')
  return profile
}

import * as z from 'zod'
import { INSTRUMENT_STATUSES, type PaymentInstrument } from '../domain/customer.ts'
import { isWellFormedId } from '../domain/identifiers.ts'
import { instrumentsFrom } from './customers.ts'
import { instrumentLocatorKey, instrumentsKey } from './keys.ts'
import { type Listed, type Page, pageOf, type Search, searchListing } from './listing.ts'
import type { OrganizationTable } from './organization-table.ts'
import { type InstrumentOfCustomer, wholeCustomer } from './payment-instruments.ts'
import { getItems } from './read.ts'

/** What the index `listing` knows of an instrument, from its locator; its customer's item adds the rest. */
const InstrumentEntry = z.object({
  id: z.string(),
  customerId: z.string(),
  method: z.string(),
  status: z.enum(INSTRUMENT_STATUSES),
  createdTime: z.string(),
})

export type ListedInstrument = z.infer<typeof InstrumentEntry> & { readonly updatedTime?: string }

/** What only items know: see INDEXES. */
export const UNLISTED_INSTRUMENT_FIELDS = ['updatedTime'] as const

/** The ids of all that can match, or of their customers, where they are known: then no index is asked and nothing lags. */
export interface InstrumentsNamed {
  readonly ids: readonly string[] | undefined
  readonly customerIds: readonly string[] | undefined
}

export async function listInstruments(
  table: OrganizationTable,
  search: Search<ListedInstrument>,
  { ids, customerIds }: InstrumentsNamed,
): Promise<Page<InstrumentOfCustomer>> {
  const named = ids
    ? await instrumentsAt(table, ids)
    : customerIds && (await instrumentsOf(table, customerIds))
  const page = named ? pageOf(named, search) : await searchListing(table, instrumentsInIndex(table), search)
  const things = (await withCustomers(table, page.things)).filter(({ instrument }) =>
    search.matches(instrument),
  )
  return { ...page, things, total: page.total - (page.things.length - things.length) }
}

const instrumentsInIndex = (table: OrganizationTable): Listed<ListedInstrument> => ({
  index: 'listing',
  type: 'payment-instrument',
  entryFrom: (entry) => InstrumentEntry.parse(entry),
  complete: (entries) => completed(table, entries),
})

async function instrumentsAt(table: OrganizationTable, ids: readonly string[]): Promise<PaymentInstrument[]> {
  const keys = ids.filter(isWellFormedId).map((id) => instrumentLocatorKey(table.organization, id))
  const locators = await getItems(table, keys)
  return completed(
    table,
    [...locators.values()].map((locator) => Locator.parse(locator)),
  )
}

const Locator = z.object({ id: z.string(), customerId: z.string() })

/** Those that exist, in the order of the entries. */
async function completed(
  table: OrganizationTable,
  entries: readonly z.infer<typeof Locator>[],
): Promise<PaymentInstrument[]> {
  const instruments = await instrumentsOf(
    table,
    entries.map(({ customerId }) => customerId),
  )
  const byId = new Map(instruments.map((instrument) => [instrument.id, instrument]))
  return entries.flatMap(({ id }) => byId.get(id) ?? [])
}

async function instrumentsOf(
  table: OrganizationTable,
  customers: readonly string[],
): Promise<PaymentInstrument[]> {
  const known = [...new Set(customers.filter(isWellFormedId))]
  const items = await getItems(
    table,
    known.map((customer) => instrumentsKey(table.organization, customer)),
  )
  return [...items.values()].flatMap(instrumentsFrom)
}

/** So many customers of a page are read at once. */
const CUSTOMERS_AT_ONCE = 16

async function withCustomers(
  table: OrganizationTable,
  entries: readonly ListedInstrument[],
): Promise<InstrumentOfCustomer[]> {
  const found: InstrumentOfCustomer[] = []
  const ids = [...new Set(entries.map(({ customerId }) => customerId))]
  for (let i = 0; i < ids.length; i += CUSTOMERS_AT_ONCE) {
    const some = ids.slice(i, i + CUSTOMERS_AT_ONCE)
    const customers = await Promise.all(some.map((id) => wholeCustomer(table, id)))
    found.push(
      ...customers.flatMap((customer) =>
        customer.instruments.map((instrument) => ({ instrument, customer })),
      ),
    )
  }
  const byId = new Map(found.map((one) => [one.instrument.id, one]))
  return entries.flatMap(({ id }) => byId.get(id) ?? [])
}

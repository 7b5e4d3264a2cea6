import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Item } from '../../../shared/repository/client.ts'
import { entriesInOrder } from '../../../shared/repository/index-entries.ts'
import { listingKey, transactionKey } from '../../../shared/repository/keys.ts'
import {
  EXAMINED_ENTRIES_LIMIT,
  type Listed,
  pageOf,
  type Search,
  searchListing,
} from '../../../shared/repository/listing.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

interface Thing {
  readonly id: string
  readonly createdTime: string
  readonly status: string
}

let desk: TestTable
beforeAll(async () => {
  desk = await startTestTable()
})
afterAll(() => desk.stop())

let organizations = 0
const newOrganization = (): OrganizationTable => desk.as(`org_${++organizations}`)

async function put(table: OrganizationTable, things: readonly Thing[]): Promise<void> {
  const writes = things.map((thing) => ({
    PutRequest: {
      Item: {
        ...transactionKey(table.organization, thing.id),
        ...thing,
        ...listingKey(table.organization, 'transaction', thing),
      },
    },
  }))
  for (let i = 0; i < writes.length; i += 25)
    await table.client.send(
      new BatchWriteCommand({ RequestItems: { [table.name]: writes.slice(i, i + 25) } }),
    )
}

const LISTED: Listed<Thing> = {
  index: 'listing',
  type: 'transaction',
  entryFrom: ({ id, createdTime, status }: Item) => ({ id, createdTime, status }) as Thing,
  complete: async (entries) => entries,
}

const EVERYTHING: Search<Thing> = {
  offset: 0,
  limit: 1000,
  created: { from: null, to: null },
  order: 'oldest-first',
  mayMatch: () => true,
  matches: () => true,
  needsItems: false,
}

const instant = (milliseconds: number): string => new Date(Date.UTC(2026, 0, 1) + milliseconds).toISOString()

/** Few times, so that many things are created in the same millisecond. */
const anyThings = fc
  .uniqueArray(
    fc.string({ unit: fc.constantFrom('a', 'Z', '0', '~', '-', '.', '@', '_'), minLength: 1, maxLength: 6 }),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc.record({
          id: fc.constant(id),
          createdTime: fc.nat(5).map(instant),
          status: fc.constantFrom('ready', 'approved'),
        }),
      ),
    ),
  )

const oldestFirst = (one: Thing, other: Thing): number =>
  one.createdTime === other.createdTime
    ? Buffer.compare(Buffer.from(one.id), Buffer.from(other.id))
    : one.createdTime < other.createdTime
      ? -1
      : 1

describe('a page of a listing', () => {
  test('is what filtering, ordering and cutting the whole would give', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyThings,
        fc.record({ offset: fc.nat(10), limit: fc.nat(15) }),
        fc.record({ from: fc.option(fc.nat(6).map(instant)), to: fc.option(fc.nat(6).map(instant)) }),
        fc.constantFrom('oldest-first', 'newest-first', 'by-status' as const),
        fc.constantFrom(undefined, 'ready'),
        fc.boolean(),
        async (things, { offset, limit }, created, order, status, needsItems) => {
          const table = newOrganization()
          await put(table, things)
          const matches = (thing: Thing) => status === undefined || thing.status === status
          const byStatus = (one: Thing, other: Thing) =>
            one.status === other.status ? 0 : one.status < other.status ? -1 : 1
          const search: Search<Thing> = {
            offset,
            limit,
            created,
            order: order === 'by-status' ? byStatus : order,
            mayMatch: needsItems ? () => true : matches,
            matches,
            needsItems,
          }

          const expected = things
            .filter(matches)
            .filter(({ createdTime }) => created.from === null || createdTime >= created.from)
            .filter(({ createdTime }) => created.to === null || createdTime <= created.to)
            .sort(oldestFirst)
          if (order === 'newest-first') expected.reverse()
          if (order === 'by-status') expected.sort(byStatus)
          const page = await searchListing(table, LISTED, search)
          expect(page).toEqual({
            things: expected.slice(offset, offset + limit),
            total: expected.length,
            totalRelation: 'eq',
          })
          if (created.from === null && created.to === null) expect(pageOf(things, search)).toEqual(page)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('shows nothing of other organizations and other types', async () => {
    const [mine, others] = [newOrganization(), newOrganization()]
    await put(others, [{ id: 'a', createdTime: instant(0), status: 'ready' }])
    expect((await searchListing(mine, LISTED, EVERYTHING)).total).toBe(0)
    expect((await searchListing(others, { ...LISTED, type: 'batch' }, EVERYTHING)).total).toBe(0)
    expect((await searchListing(others, { ...LISTED, index: 'available' }, EVERYTHING)).total).toBe(0)
    expect((await searchListing(others, LISTED, EVERYTHING)).total).toBe(1)
  })
})

describe('more than one call examines', () => {
  let table: OrganizationTable
  const number = (thing: Thing | undefined) => Number(thing?.id.slice(1))
  beforeAll(async () => {
    table = newOrganization()
    await put(
      table,
      Array.from({ length: EXAMINED_ENTRIES_LIMIT + 1 }, (_, i) => ({
        id: `t${i}`,
        createdTime: instant(i),
        status: i % 10 === 0 ? 'ready' : 'approved',
      })),
    )
  })

  test('is counted as a lower bound, and the page is right all the same', async () => {
    const search = {
      ...EVERYTHING,
      offset: 990,
      limit: 3,
      mayMatch: ({ status }: Thing) => status === 'ready',
    }
    const page = await searchListing(table, LISTED, { ...search, order: 'newest-first' })
    expect(page).toMatchObject({ total: EXAMINED_ENTRIES_LIMIT / 10, totalRelation: 'gte' })
    expect(page.things.map(number)).toEqual([10_100, 10_090, 10_080])
  })

  test('is counted exactly where the time span leaves no more than the limit', async () => {
    const created = { from: instant(1), to: null }
    const page = await searchListing(table, LISTED, { ...EVERYTHING, created, limit: 1 })
    expect(page).toMatchObject({ total: EXAMINED_ENTRIES_LIMIT, totalRelation: 'eq' })
    expect(page.things.map(number)).toEqual([1])
  })

  test('cannot be ordered but by creation', async () => {
    const order = (one: Thing, other: Thing) => number(other) - number(one)
    await expect(searchListing(table, LISTED, { ...EVERYTHING, order })).rejects.toMatchObject({
      reason: 'narrow-the-filter',
    })
    const created = { from: null, to: instant(EXAMINED_ENTRIES_LIMIT - 1) }
    const page = await searchListing(table, LISTED, { ...EVERYTHING, order, created, limit: 1 })
    expect(page.things.map(number)).toEqual([EXAMINED_ENTRIES_LIMIT - 1])
  })

  test('arrives in order, whole and without repetition, over several queries a shard', async () => {
    const ids: number[] = []
    const range = {
      index: 'listing',
      type: 'transaction',
      created: { from: null, to: null },
      descending: false,
    } as const
    for await (const portion of entriesInOrder(table, range))
      ids.push(...portion.map((item) => Number(String(item.id).slice(1))))
    expect(ids).toEqual(Array.from({ length: EXAMINED_ENTRIES_LIMIT + 1 }, (_, i) => i))
  })
})

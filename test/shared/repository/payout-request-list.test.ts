import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readCollectionQuery } from '../../../shared/contracts/collection-query.ts'
import { searchFor, valueOf } from '../../../shared/contracts/collection-search.ts'
import { PAYOUT_REQUEST_FIELDS } from '../../../shared/contracts/collections.ts'
import { requestKey } from '../../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { requestItem } from '../../../shared/repository/payout-request-item.ts'
import {
  listPayoutRequests,
  UNLISTED_REQUEST_FIELDS,
} from '../../../shared/repository/payout-request-list.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'
import { allocation, given, givenBatch, put, query, request, tapped } from './listed-things.ts'

let desk: TestTable
let table: OrganizationTable
let organizations = 0
beforeAll(async () => {
  desk = await startTestTable()
})
afterAll(() => desk.stop())
beforeEach(() => {
  table = desk.as(`org_${++organizations}`)
})

async function requests(text: string, ids?: readonly string[]) {
  const search = searchFor(readCollectionQuery(query(text), { fields: PAYOUT_REQUEST_FIELDS }), {
    fields: PAYOUT_REQUEST_FIELDS,
    valueOf: valueOf<keyof typeof PAYOUT_REQUEST_FIELDS>,
    unlisted: UNLISTED_REQUEST_FIELDS,
  })
  return listPayoutRequests(table, search, ids)
}

const requestIds = async (text: string, ids?: readonly string[]) =>
  (await requests(text, ids)).things.map(({ request }) => request.id)

describe('listed payout requests', () => {
  test('are filtered and sorted by what the index knows and by what only items know', async () => {
    await given(table, [
      request('a', 1, { amountMinor: 500n, updatedTime: '2026-03-01T00:00:00.000Z' }),
      request('b', 2, { currency: 'JPY', amountMinor: 50n, customerId: 'cus_2' }),
      request('c', 3, { status: 'approved', blocked: true, blockReason: 'risk-review' }),
    ])
    expect(await requestIds('')).toEqual(['c', 'b', 'a'])
    expect(await requestIds('sort=createdTime')).toEqual(['a', 'b', 'c'])
    expect(await requestIds('sort=amount')).toEqual(['a', 'b', 'c'])
    expect(await requestIds('sort=-currency,-amount')).toEqual(['b', 'c', 'a'])
    expect(await requestIds('sort=-updatedTime')).toEqual(['a', 'b', 'c'])
    expect(await requestIds('filter=amount:..50;createdTime:2026-01-02..')).toEqual(['b'])
    expect(await requestIds('filter=blockReason:Risk-Review')).toEqual(['c'])
    expect(await requestIds('filter=blockReason:null')).toEqual(['b', 'a'])
    expect(await requestIds('filter=updatedTime:2026-03-01')).toEqual(['a'])
    expect(await requestIds('filter=updatedTime:!2026-03-01;status:ready')).toEqual(['b'])
    expect(await requests('filter=customerId:cus_2,cus_3&limit=0')).toMatchObject({
      things: [],
      total: 1,
      totalRelation: 'eq',
      limit: 0,
    })
  })

  test('are in a batch only while it is committed and their chunk counts', async () => {
    await givenBatch(table, 'committed', 'committed', 1)
    await givenBatch(table, 'creating', 'creating', 0)
    await given(table, [
      request('in', 1, { claim: { batch: 'committed', chunk: 0 } }),
      request('beyond', 2, { claim: { batch: 'committed', chunk: 1 } }),
      request('claimed', 3, { claim: { batch: 'creating', chunk: 0 } }),
      request('gone', 4, { claim: { batch: 'gone', chunk: 0 } }),
      request('free', 5),
    ])
    expect(await requestIds('filter=batchId:committed')).toEqual(['in'])
    expect(await requestIds('filter=batchId:!committed&sort=createdTime')).toEqual([
      'beyond',
      'claimed',
      'gone',
      'free',
    ])
    expect(await requestIds('filter=batchId:!null')).toEqual(['in'])
    const { things } = await requests('')
    expect(things.map(({ batchId }) => batchId)).toEqual([null, null, null, null, 'committed'])
  })

  test('known by their ids are read without the index, unknown ones are not there', async () => {
    await given(table, [request('a', 1), request('b', 2), request('c', 3, { status: 'approved' })])
    expect(
      await requestIds('filter=status:ready', ['c', 'b', 'unknown', 'no id', 'x'.repeat(3000), 'a']),
    ).toEqual(['b', 'a'])
    expect(await requestIds('sort=createdTime&limit=1&offset=1', ['c', 'b', 'a'])).toEqual(['b'])
    // Not in the index at all: only its key finds it.
    const { id, ...item } = requestItem(table, request('d', 4))
    await put(table, requestKey(table.organization, 'd'), { id, ...item, listingKey: undefined })
    expect(await requestIds('')).toEqual(['c', 'b', 'a'])
    expect(await requestIds('', ['d'])).toEqual(['d'])
  })

  test('show their texts and all their allocations in the order in which they were made', async () => {
    const description = 'Winnings of a long weekend. '.repeat(20)
    await given(
      table,
      [
        request('a', 1, { allocationCount: 2, unallocatedMinor: 9_000n, description }),
        request('b', 2, { description: 'short' }),
      ],
      [allocation('a', 2), allocation('a', 1, { status: 'canceled' })],
    )
    const { things } = await requests('sort=createdTime')
    expect(things.map(({ request }) => request.description)).toEqual([description, 'short'])
    expect(things.map(({ allocations }) => allocations.map(({ number }) => number))).toEqual([[1, 2], []])
  })

  test('that changed after the index are shown as they are, or not at all', async () => {
    await given(table, [request('a', 1), request('b', 2)])
    // The index still says `ready`: a stand-in for its lag, since dynoxide's index has none.
    const lagging = { ...requestItem(table, request('c', 3)), listedOnly: true }
    await put(table, { pk: `LAG#${table.organization}`, sk: 'c' }, lagging)
    await put(table, requestKey(table.organization, 'c'), {
      ...requestItem(table, request('c', 3, { status: 'approved' })),
      listingKey: undefined,
    })
    expect(await requests('filter=status:ready')).toMatchObject({ total: 2 })
    expect(await requestIds('filter=status:ready')).toEqual(['b', 'a'])
    const shown = (await requests('filter=customerId:cus_1')).things[0]?.request
    expect(shown).toMatchObject({ id: 'c', status: 'approved' })
  })

  test('that change while they are read are read once more, so that their parts agree', async () => {
    await given(
      table,
      [request('a', 1, { allocationCount: 1, unallocatedMinor: 9_000n })],
      [allocation('a', 1)],
    )
    let isFirst = true
    table = tapped(table, async (command, input) => {
      if (!isFirst || !command.startsWith('BatchGet') || !input.includes('ALLOC#')) return
      isFirst = false
      await given(
        table,
        [request('a', 1, { allocationCount: 1 })],
        [allocation('a', 1, { status: 'canceled' })],
      )
    })
    const [shown] = (await requests('')).things
    expect(isFirst).toBe(false)
    expect(shown).toMatchObject({
      request: { unallocatedMinor: 10_000n },
      allocations: [{ status: 'canceled' }],
    })
  })

  test('cost a Query a shard, and items are only read for what is shown or cannot be told without them', async () => {
    await given(
      table,
      Array.from({ length: 9 }, (_, i) => request(`r${i}`, i + 1)),
    )
    const asked: string[] = []
    table = tapped(table, (command) => asked.push(command.replace(/Item|Command/g, '')))
    const queries = Array.from({ length: 8 }, () => 'Query')
    await requests('filter=status:ready&limit=0')
    expect(asked.splice(0)).toEqual(queries)
    await requests('filter=status:ready&limit=3')
    expect(asked.splice(0)).toEqual([...queries, 'BatchGet'])
    await requests('filter=updatedTime:2026-02-01&limit=0')
    expect(asked.splice(0)).toEqual([...queries, 'BatchGet'])
    await requests('', ['r1', 'r2'])
    expect(asked.splice(0)).toEqual(['BatchGet', 'BatchGet'])
  })

  test('fill a page only as far as an answer can carry, and the page says how far', async () => {
    const many = Array.from({ length: 5 }, (_, i) => request(`r${i}`, i + 1, { allocationCount: 1_000 }))
    await given(table, many)
    const page = await requests('sort=createdTime&limit=10')
    expect(page.things.map(({ request }) => request.id)).toEqual(['r0', 'r1'])
    expect(page).toMatchObject({ limit: 2, total: 5 })
    const rest = await requests(`sort=createdTime&limit=10&offset=${page.limit}`)
    expect(rest.things[0]?.request.id).toBe('r2')
  })
})

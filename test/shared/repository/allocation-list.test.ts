import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readCollectionQuery } from '../../../shared/contracts/collection-query.ts'
import { searchFor, valueOf } from '../../../shared/contracts/collection-search.ts'
import { ALLOCATION_FIELDS } from '../../../shared/contracts/collections.ts'
import { allocationId } from '../../../shared/domain/identifiers.ts'
import {
  type AllocationsNamed,
  listAllocations,
  UNLISTED_ALLOCATION_FIELDS,
} from '../../../shared/repository/allocation-list.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'
import { allocation, given, givenBatch, query, request } from './listed-things.ts'

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

async function allocationIds(text: string, named?: AllocationsNamed) {
  const search = searchFor(readCollectionQuery(query(text), { fields: ALLOCATION_FIELDS }), {
    fields: ALLOCATION_FIELDS,
    valueOf: valueOf<keyof typeof ALLOCATION_FIELDS>,
    unlisted: UNLISTED_ALLOCATION_FIELDS,
  })
  const page = await listAllocations(table, search, named)
  expect(page.total).toBe(page.things.length)
  return page.things.map(({ allocation }) => allocation.id)
}

describe('listed allocations', () => {
  beforeEach(async () => {
    await givenBatch(table, 'batch', 'committed', 1)
    await given(
      table,
      [
        request('a', 1, { allocationCount: 2, claim: { batch: 'batch', chunk: 0 } }),
        request('b', 2, { allocationCount: 1 }),
      ],
      [
        allocation('a', 1, { status: 'canceled' }),
        allocation('a', 2, { transactionId: 'txn_1', runId: 'run_1', amountMinor: 5n }),
        allocation('b', 1, {
          createdTime: '2026-01-13T00:00:00.000Z',
          updatedTime: '2026-03-01T00:00:00.000Z',
        }),
      ],
    )
  })
  const [a1, a2, b1] = [allocationId('a', 1), allocationId('a', 2), allocationId('b', 1)]

  test.each([
    ['', [b1, a2, a1]],
    ['filter=status:canceled', [a1]],
    ['filter=transactionId:txn_1;paymentMethod:Payment-Card', [a2]],
    ['filter=runId:null&sort=createdTime', [a1, b1]],
    ['filter=payoutRequestId:a&sort=amount', [a2, a1]],
    ['filter=batchId:batch', [a2, a1]],
    ['filter=batchId:!batch', [b1]],
    ['filter=updatedTime:2026-03-01..', [b1]],
    ['filter=gatewayAccountId:gw_2', []],
  ])('%s', async (text, expected) => {
    expect(await allocationIds(text)).toEqual(expected)
  })

  test('known by their ids or their requests are read without the index', async () => {
    expect(
      await allocationIds('sort=createdTime', {
        ids: [b1, a1, 'pra_nonsense', 'x'.repeat(3000), allocationId('a', 3)],
      }),
    ).toEqual([a1, b1])
    expect(await allocationIds('', { payoutRequestIds: ['b', 'unknown', 'x'.repeat(3000), 'a'] })).toEqual([
      b1,
      a2,
      a1,
    ])
    expect(await allocationIds('filter=status:pending', { payoutRequestIds: ['a'] })).toEqual([a2])
  })

  test('of more requests than can be examined are refused', async () => {
    const many = Array.from({ length: 20 }, (_, i) => request(`r${i}`, 1, { allocationCount: 1_023 }))
    await given(table, many)
    await expect(allocationIds('', { payoutRequestIds: many.map(({ id }) => id) })).rejects.toMatchObject({
      reason: 'narrow-the-filter',
    })
  })
})

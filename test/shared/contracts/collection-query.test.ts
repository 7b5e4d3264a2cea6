import { describe, expect, test } from 'vitest'
import {
  type CollectionContract,
  paginationHeaders,
  type QueryParameters,
  readCollectionQuery,
} from '../../../shared/contracts/collection-query.ts'
import * as collections from '../../../shared/contracts/collections.ts'
import type { FilterFields } from '../../../shared/contracts/filter.ts'
import { printFilter } from '../../../shared/contracts/filter-print.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'

const REQUESTS: CollectionContract<keyof typeof collections.PAYOUT_REQUEST_FIELDS> = {
  fields: collections.PAYOUT_REQUEST_FIELDS,
}
const BATCHES: CollectionContract<keyof typeof collections.BATCH_FIELDS> = {
  fields: collections.BATCH_FIELDS,
  search: true,
}

const read = (query: string) => readCollectionQuery(parameters(query), REQUESTS)

function parameters(query: string): QueryParameters {
  const values: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(query)) (values[name] ??= []).push(value)
  return values
}

function refusalOf(query: string, collection: CollectionContract<string> = REQUESTS) {
  try {
    readCollectionQuery(parameters(query), collection)
  } catch (error) {
    if (error instanceof Refusal) return { reason: error.reason, ...error.details }
    throw error
  }
  throw new Error(`Not refused: ${query}`)
}

test('without parameters it is the first hundred, newest first', () => {
  const expected = {
    limit: 100,
    offset: 0,
    filter: { conditions: [] },
    sort: [{ field: 'createdTime', descending: true }],
    q: null,
  }
  expect(readCollectionQuery(null, REQUESTS)).toEqual(expected)
  expect(read('limit=&offset=&filter=&sort=&q=&expand=all')).toEqual(expected)
})

test('everything at once', () => {
  const query = readCollectionQuery(
    parameters('limit=0&offset=1000&filter=status:completed&sort=-totalCount,%20createdTime&q=%20Friday%20'),
    BATCHES,
  )
  expect(query).toMatchObject({
    limit: 0,
    offset: 1000,
    q: 'Friday',
    sort: [
      { field: 'totalCount', descending: true },
      { field: 'createdTime', descending: false },
    ],
  })
  expect(printFilter(query.filter)).toBe('status:completed')
})

describe('refuses as invalid-query', () => {
  test.each([
    ['limit=1001', 'limit', '"1001" is not a whole number from 0 to 1000.'],
    ['limit=-1', 'limit', '"-1" is not a whole number from 0 to 1000.'],
    ['limit=1.0', 'limit', '"1.0" is not a whole number from 0 to 1000.'],
    ['limit=ten', 'limit', '"ten" is not a whole number from 0 to 1000.'],
    ['offset=1001', 'offset', '"1001" is not a whole number from 0 to 1000.'],
    ['limit=1&limit=1', 'limit', 'limit is given 2 times; give it once.'],
    ['filter=status:ready&filter=currency:EUR', 'filter', 'filter is given 2 times; give it once.'],
    ['filter=id:%ff', 'filter', 'filter is not readable text in percent-encoded UTF-8.'],
    ['filter=id:%00', 'filter', 'filter is not readable text in percent-encoded UTF-8.'],
    ['sort=amount,-amount', 'sort', '"amount" is given twice.'],
    [
      'sort=-',
      'sort',
      /^"" cannot be sorted by; known are id, customerId, .*updatedTime, each with - for descending.$/,
    ],
    ['sort=toString', 'sort', /^"toString" cannot be sorted by/],
    ['q=x', 'q', 'This collection cannot be searched by q; use filter.'],
  ])('%s', (query, field, message) => {
    const refusal = refusalOf(query)
    expect(refusal).toMatchObject({
      reason: 'invalid-query',
      invalidFields: [
        { field, message: typeof message === 'string' ? message : expect.stringMatching(message) },
      ],
    })
    expect(refusal.detail).toContain(`${field}: `)
  })

  test('a search longer than any description', () => {
    expect(refusalOf(`q=${'x'.repeat(256)}`, BATCHES)).toMatchObject({ invalidFields: [{ field: 'q' }] })
    expect(readCollectionQuery(parameters(`q=${'x'.repeat(255)}`), BATCHES).q).toHaveLength(255)
  })
})

test('names all that is wrong in one refusal, as invalid-filter when the filter is', () => {
  const refusal = refusalOf('filter=statuz:1;amount:x&sort=nope,color&limit=x&offset=y&q=z')
  expect(refusal.reason).toBe('invalid-filter')
  expect(refusal.invalidFields?.map(({ field }) => field)).toEqual([
    'filter',
    'filter',
    'sort',
    'sort',
    'limit',
    'offset',
    'q',
  ])
})

test('a repeated sort field cannot make the answer large', () => {
  expect(refusalOf(`sort=${'x,'.repeat(4000)}`).invalidFields?.length).toBeLessThan(20)
})

test('the headers say how much there is, and when that is only a lower bound', () => {
  const page = { total: 20_000, limit: 100, offset: 5 }
  const exact = { 'Pagination-Total': '20000', 'Pagination-Limit': '100', 'Pagination-Offset': '5' }
  expect(paginationHeaders({ ...page, totalRelation: 'eq' })).toEqual(exact)
  expect(paginationHeaders({ ...page, totalRelation: 'gte' })).toEqual({
    ...exact,
    'Pagination-Total-Relation': 'gte',
  })
})

test.each(Object.entries<FilterFields>(collections))(
  '%s knows when things were created, and its options differ by more than case',
  (_, fields) => {
    expect(fields.createdTime).toBe('time')
    for (const type of Object.values(fields)) {
      const options = typeof type === 'object' ? type.oneOf.map((option) => option.toLowerCase()) : []
      expect(new Set(options).size).toBe(options.length)
    }
  },
)

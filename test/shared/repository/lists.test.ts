import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readCollectionQuery } from '../../../shared/contracts/collection-query.ts'
import { searchFor, valueOf } from '../../../shared/contracts/collection-search.ts'
import { ALLOCATION_FIELDS, PAYOUT_REQUEST_FIELDS } from '../../../shared/contracts/collections.ts'
import type { Allocation } from '../../../shared/domain/allocation.ts'
import { allocationId } from '../../../shared/domain/identifiers.ts'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import { allocationItem } from '../../../shared/repository/allocation-item.ts'
import {
  type AllocationsNamed,
  listAllocations,
  UNLISTED_ALLOCATION_FIELDS,
} from '../../../shared/repository/allocation-list.ts'
import { documentClient } from '../../../shared/repository/client.ts'
import {
  allocationKey,
  batchKey,
  type Key,
  requestKey,
  requestTextKey,
} from '../../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../../shared/repository/organization-table.ts'
import { requestItem, textItem } from '../../../shared/repository/payout-request-item.ts'
import {
  listPayoutRequests,
  UNLISTED_REQUEST_FIELDS,
} from '../../../shared/repository/payout-request-list.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

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

const put = (key: Key, item: object | undefined) =>
  item && table.client.send(new PutCommand({ TableName: table.name, Item: { ...key, ...item } }))

const request = (id: string, day: number, more: Partial<PayoutRequest> = {}): PayoutRequest => ({
  id,
  websiteId: 'web_1',
  customerId: 'cus_1',
  currency: 'EUR',
  amountMinor: 10_000n,
  unallocatedMinor: 10_000n,
  paidMinor: 0n,
  status: 'ready',
  blocked: false,
  blockReason: null,
  splitReason: null,
  splitFromPayoutRequestId: null,
  paymentInstrumentId: null,
  description: null,
  selectedPaymentInstrumentRedirectUrl: null,
  cancellation: null,
  allocationCount: 0,
  claim: null,
  lastChange: { by: 'usr_1', actions: [], at: '2026-01-01T00:00:00.000Z' },
  version: 1,
  createdTime: `2026-01-0${day}T00:00:00.000Z`,
  updatedTime: '2026-02-01T00:00:00.000Z',
  ...more,
})

const allocation = (payoutRequestId: string, number: number, more: Partial<Allocation> = {}): Allocation => ({
  id: allocationId(payoutRequestId, number),
  payoutRequestId,
  number,
  customerId: 'cus_1',
  paymentInstrumentId: 'inst_1',
  paymentMethod: 'payment-card',
  gatewayAccountId: 'gw_1',
  gatewayName: 'TestProcessor',
  gatewayPayoutInstruction: 'all',
  currency: 'EUR',
  amountMinor: 1_000n,
  exposureMinor: 0n,
  status: 'pending',
  runId: null,
  transactionId: null,
  transactionResult: null,
  transactionStatus: null,
  lastChange: { by: 'usr_1', actions: [], at: '2026-01-01T00:00:00.000Z' },
  version: 1,
  createdTime: `2026-01-1${number}T00:00:00.000Z`,
  updatedTime: '2026-02-01T00:00:00.000Z',
  ...more,
})

async function given(requests: readonly PayoutRequest[], allocations: readonly Allocation[] = []) {
  for (const one of requests) {
    await put(requestKey(table.organization, one.id), requestItem(table, one))
    await put(requestTextKey(table.organization, one.id), textItem(one))
  }
  for (const one of allocations)
    await put(allocationKey(table.organization, one.payoutRequestId, one.number), allocationItem(table, one))
}

const givenBatch = (id: string, txState: string, committedChunks: number) =>
  put(batchKey(table.organization, id), { txState, committedChunks })

const query = (text: string) => {
  const parameters = Object.fromEntries(
    [...new URLSearchParams(text)].map(([name, value]) => [name, [value]]),
  )
  return parameters
}

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

describe('payout requests', () => {
  test('are filtered and sorted by what the index knows and by what only items know', async () => {
    await given([
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
    await givenBatch('committed', 'committed', 1)
    await givenBatch('creating', 'creating', 0)
    await given([
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
    await given([request('a', 1), request('b', 2), request('c', 3, { status: 'approved' })])
    expect(
      await requestIds('filter=status:ready', ['c', 'b', 'unknown', 'no id', 'x'.repeat(3000), 'a']),
    ).toEqual(['b', 'a'])
    expect(await requestIds('sort=createdTime&limit=1&offset=1', ['c', 'b', 'a'])).toEqual(['b'])
    // Not in the index at all: only its key finds it.
    const { id, ...item } = requestItem(table, request('d', 4))
    await put(requestKey(table.organization, 'd'), { id, ...item, listingKey: undefined })
    expect(await requestIds('')).toEqual(['c', 'b', 'a'])
    expect(await requestIds('', ['d'])).toEqual(['d'])
  })

  test('show their texts and all their allocations in the order in which they were made', async () => {
    const description = 'Winnings of a long weekend. '.repeat(20)
    await given(
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
    await given([request('a', 1), request('b', 2)])
    // The index still says `ready`: a stand-in for its lag, since dynoxide's index has none.
    const lagging = { ...requestItem(table, request('c', 3)), listedOnly: true }
    await put({ pk: `LAG#${table.organization}`, sk: 'c' }, lagging)
    await put(requestKey(table.organization, 'c'), {
      ...requestItem(table, request('c', 3, { status: 'approved' })),
      listingKey: undefined,
    })
    expect(await requests('filter=status:ready')).toMatchObject({ total: 2 })
    expect(await requestIds('filter=status:ready')).toEqual(['b', 'a'])
    const shown = (await requests('filter=customerId:cus_1')).things[0]?.request
    expect(shown).toMatchObject({ id: 'c', status: 'approved' })
  })

  test('that change while they are read are read once more, so that their parts agree', async () => {
    await given([request('a', 1, { allocationCount: 1, unallocatedMinor: 9_000n })], [allocation('a', 1)])
    const client = documentClient()
    let isFirst = true
    client.middlewareStack.add(
      (next, { commandName = '' }) =>
        async (call) => {
          if (
            isFirst &&
            commandName.startsWith('BatchGet') &&
            JSON.stringify(call.input).includes('ALLOC#')
          ) {
            isFirst = false
            await given(
              [request('a', 1, { allocationCount: 1 })],
              [allocation('a', 1, { status: 'canceled' })],
            )
          }
          return next(call)
        },
      { step: 'initialize' },
    )
    table = { ...table, client }
    const [shown] = (await requests('')).things
    expect(isFirst).toBe(false)
    expect(shown).toMatchObject({
      request: { unallocatedMinor: 10_000n },
      allocations: [{ status: 'canceled' }],
    })
  })

  test('fill a page only as far as an answer can carry, and the page says how far', async () => {
    const many = Array.from({ length: 5 }, (_, i) => request(`r${i}`, i + 1, { allocationCount: 1_000 }))
    await given(many)
    const page = await requests('sort=createdTime&limit=10')
    expect(page.things.map(({ request }) => request.id)).toEqual(['r0', 'r1'])
    expect(page).toMatchObject({ limit: 2, total: 5 })
    const rest = await requests(`sort=createdTime&limit=10&offset=${page.limit}`)
    expect(rest.things[0]?.request.id).toBe('r2')
  })
})

describe('allocations', () => {
  beforeEach(async () => {
    await givenBatch('batch', 'committed', 1)
    await given(
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
    await given(many)
    await expect(allocationIds('', { payoutRequestIds: many.map(({ id }) => id) })).rejects.toMatchObject({
      reason: 'narrow-the-filter',
    })
  })
})

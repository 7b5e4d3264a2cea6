import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addResults,
  type Batch,
  inClaimOrder,
  isOlder,
  latestRun,
  type Member,
  NO_RESULTS,
  outcomes,
  successes,
  totalsOf,
  withMembers,
} from '../../../shared/domain/batch.ts'
import { CHUNK_REQUESTS_LIMIT, chunksOf } from '../../../shared/domain/batch-run.ts'

const member = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9_]{1,4}$/),
  createdTime: fc.constantFrom(
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T00:00:00.001Z',
    '2026-01-02T00:00:00.000Z',
  ),
  customerId: fc.integer({ min: 0, max: 12 }).map((n) => `cus_${n}`),
  currency: fc.constantFrom('EUR', 'JPY'),
  amountMinor: fc.bigInt({ min: 1n, max: 10n ** 15n }),
})

const members = fc.uniqueArray(member, { selector: ({ id }) => id, maxLength: 300 })

describe('claim order', () => {
  it('is the same whatever the order of the ids was: oldest first, then by code units', () => {
    fc.assert(
      fc.property(members, fc.func(fc.integer()), (list, key) => {
        const shuffled = list.toSorted((a, b) => key(a.id) - key(b.id))
        expect(inClaimOrder(shuffled)).toEqual(inClaimOrder(list))
      }),
    )
    const same = {
      createdTime: '2026-01-01T00:00:00.000Z',
      customerId: 'c',
      currency: 'EUR',
      amountMinor: 1n,
    }
    expect(
      inClaimOrder([
        { ...same, id: 'a' },
        { ...same, id: 'B' },
      ]).map(({ id }) => id),
    ).toEqual(['B', 'a'])
  })
})

describe('totals', () => {
  it('count each customer once and add up each currency by itself', () => {
    const one = (customerId: string, currency: string, amountMinor: bigint): Member => ({
      id: `${customerId}${currency}${amountMinor}`,
      createdTime: '',
      customerId,
      currency,
      amountMinor,
    })
    expect(
      totalsOf([one('a', 'EUR', 5n), one('a', 'JPY', 7n), one('b', 'EUR', 999_999_999_999_999n)]),
    ).toEqual({
      totalCount: 3,
      customerCount: 2,
      amountMinor: { EUR: 1_000_000_000_000_004n, JPY: 7n },
    })
  })
})

describe('chunks of a run', () => {
  it('hold every member once, no customer twice, and more than the limit only of one customer', () => {
    fc.assert(
      fc.property(members, (list) => {
        const chunks = chunksOf(list)
        expect(chunks.flat().toSorted()).toEqual(list.map(({ id }) => id).toSorted())
        const customerOf = new Map(list.map(({ id, customerId }) => [id, customerId]))
        const customers = chunks.map((chunk) => new Set(chunk.map((id) => customerOf.get(id))))
        const all = customers.flatMap((set) => [...set])
        expect(new Set(all).size).toBe(all.length)
        for (const [i, chunk] of chunks.entries())
          if (chunk.length > CHUNK_REQUESTS_LIMIT) expect(customers[i]?.size).toBe(1)
      }),
    )
  })

  it('stay within the transitions of a run: 1000 members make at most 32 chunks, whoever owns them', () => {
    for (const each of [1, 2, 7, 20, 31, 32, 33, 34, 50, 63, 64, 65, 129, 1000]) {
      const list = Array.from({ length: 1000 }, (_, i) => ({
        id: `r${i}`,
        createdTime: '2026-01-01T00:00:00.000Z',
        customerId: `cus_${Math.floor(i / each)}`,
        currency: 'EUR',
        amountMinor: 1n,
      }))
      expect(chunksOf(list).length, `${each} requests a customer`).toBeLessThanOrEqual(32)
    }
  })
})

describe('a batch', () => {
  const one: Member = {
    id: 'b',
    createdTime: '2026-01-01T00:00:00.000Z',
    customerId: 'cust_1',
    currency: 'EUR',
    amountMinor: 5n,
  }
  const batch: Batch = {
    id: 'preq_batch_1',
    userId: 'usr_1',
    description: null,
    allocationOrder: null,
    status: 'completed',
    totals: totalsOf([]),
    successCount: 0,
    failureCount: 0,
    run: null,
    committedChunks: 1,
    version: 3,
    createdTime: '2026-01-01T00:00:00.000Z',
    updatedTime: '2026-01-01T00:00:00.000Z',
  }

  it('is counted anew when it has other members', () => {
    const at = '2026-01-02T00:00:00.000Z'
    const totals = { totalCount: 1, customerCount: 1, amountMinor: { EUR: 5n } }
    expect(withMembers(batch, [one], at)).toEqual({ ...batch, totals, version: 4, updatedTime: at })
  })

  it('lends its status to its latest run', () => {
    const run = {
      id: 'run_1',
      startedBy: 'usr_1',
      startedTime: batch.createdTime,
      finishedTime: null,
      planHash: null,
      results: NO_RESULTS,
    }
    expect(latestRun(batch)).toBeNull()
    expect(latestRun({ ...batch, run, status: 'pending' })).toBeNull()
    for (const status of ['processing', 'completed', 'failed'] as const)
      expect(latestRun({ ...batch, run, status })).toEqual({ ...run, status })
  })

  it('has members that are older than others, never than themselves', () => {
    expect(isOlder({ ...one, id: 'a' }, one)).toBe(true)
    expect(isOlder(one, { ...one, id: 'a' })).toBe(false)
    expect(isOlder(one, { ...one })).toBe(false)
    expect(isOlder(one, { ...one, id: 'a', createdTime: '2026-01-01T00:00:00.001Z' })).toBe(true)
  })

  it('adds up what the parts of its run have come to, each outcome and each currency by itself', () => {
    const some = {
      outcomeCounts: {
        allocated: 1,
        'already-allocated': 2,
        'partially-allocated': 3,
        'not-allocated': 4,
        fault: 5,
      },
      allocatedMinor: { EUR: 10n },
      unallocatedMinor: { JPY: 7n },
    }
    const others = {
      outcomeCounts: {
        allocated: 10,
        'already-allocated': 20,
        'partially-allocated': 30,
        'not-allocated': 40,
        fault: 50,
      },
      allocatedMinor: { EUR: 5n, USD: 1n },
      unallocatedMinor: {},
    }
    expect(addResults(some, others)).toEqual({
      outcomeCounts: {
        allocated: 11,
        'already-allocated': 22,
        'partially-allocated': 33,
        'not-allocated': 44,
        fault: 55,
      },
      allocatedMinor: { EUR: 15n, USD: 1n },
      unallocatedMinor: { JPY: 7n },
    })
    expect(addResults(some, NO_RESULTS)).toEqual(some)
    expect([successes(some), outcomes(some)]).toEqual([3, 15])
  })
})

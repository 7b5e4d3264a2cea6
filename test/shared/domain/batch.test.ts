import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addResults, inClaimOrder, isOlder, type Member, totalsOf } from '../../../shared/domain/batch.ts'
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
    expect(isOlder({ ...same, id: 'B' }, { ...same, id: 'a' })).toBe(true)
    expect(isOlder({ ...same, id: 'a' }, { ...same, id: 'a' })).toBe(false)
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

describe('results of two parts of a run', () => {
  const part = (fault: number, allocatedMinor: Record<string, bigint>) => ({
    outcomeCounts: {
      allocated: 1,
      'already-allocated': 2,
      'partially-allocated': 3,
      'not-allocated': 4,
      fault,
    },
    allocatedMinor,
    unallocatedMinor: { BHD: 5n },
  })

  it('add up outcome by outcome, and amounts currency by currency', () => {
    expect(addResults(part(5, { EUR: 10n, JPY: 1n }), part(6, { JPY: 2n, USD: 7n }))).toEqual({
      outcomeCounts: {
        allocated: 2,
        'already-allocated': 4,
        'partially-allocated': 6,
        'not-allocated': 8,
        fault: 11,
      },
      allocatedMinor: { EUR: 10n, JPY: 3n, USD: 7n },
      unallocatedMinor: { BHD: 10n },
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

import { describe, expect, it } from 'vitest'
import type { Allocation, AllocationStatus, TransactionResult } from '../../../shared/domain/allocation.ts'
import {
  CONCERN_KINDS,
  type Concern,
  concernOfAllocation,
  concernOfRequest,
  contradicts,
  groupsOf,
  isDealtWith,
} from '../../../shared/domain/attention.ts'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import { allocation } from '../repository/listed-things.ts'
import { payoutRequest } from './auto-allocation/builders.ts'

// Rules §5: what rests too long, was not placed, or is in doubt.

const NOW = '2026-03-10T00:00:00.000Z'
const PATIENCE = {
  now: new Date(NOW),
  targets: { ready: 24, approved: 24, pending: 24, queued: 0.25, processing: 1, waitingCompletion: 72 },
}

const hoursAgo = (hours: number, more = 0) =>
  new Date(Date.parse(NOW) - hours * 3_600_000 - more).toISOString()

describe('a request', () => {
  const AGO = hoursAgo(1)
  const concern = (request: Partial<PayoutRequest>, lastDecision?: Parameters<typeof concernOfRequest>[1]) =>
    concernOfRequest(
      payoutRequest({ amountMinor: 100n, unallocatedMinor: 40n, updatedTime: AGO, ...request }),
      lastDecision,
      PATIENCE,
    )
  const PARTLY = { outcome: 'partially-allocated', reason: null } as const

  it.each(['ready', 'approved'] as const)('that is %s rests too long after 24 hours', (status) => {
    expect(concern({ status, updatedTime: hoursAgo(24) })).toEqual([])
    const since = hoursAgo(24, 1)
    expect(concern({ status, updatedTime: since })).toEqual([
      { kind: status, reason: null, currency: 'EUR', amountMinor: 40n, since },
    ])
  })

  it.each(['pending', 'in-progress'] as const)('that is %s waits for nobody here', (status) => {
    expect(concern({ status, updatedTime: hoursAgo(1000) })).toEqual([])
  })

  it('that is blocked concerns at once, with all that is not paid', () => {
    expect(concern({ status: 'in-progress', blocked: true, paidMinor: 30n }, PARTLY)).toEqual([
      { kind: 'blocked', reason: null, currency: 'EUR', amountMinor: 70n, since: AGO },
    ])
  })

  it.each([
    [{ outcome: 'not-allocated', reason: 'no-capacity' }, 'no-capacity'],
    [{ outcome: 'fault', reason: null }, 'fault'],
    [PARTLY, 'partially-allocated'],
    [{ outcome: 'allocated', reason: null }, 'given-back'],
    [{ outcome: 'already-allocated', reason: null }, 'given-back'],
  ] as const)('of which a run left something, %o: %s', (decision, reason) => {
    for (const status of ['approved', 'in-progress'] as const)
      expect(concern({ status }, decision)).toEqual([
        { kind: 'unallocated', reason, currency: 'EUR', amountMinor: 40n, since: AGO },
      ])
  })

  it('of which nothing is left, or that nobody can allocate, has nothing of a run', () => {
    expect(concern({ status: 'in-progress', unallocatedMinor: 0n }, PARTLY)).toEqual([])
    expect(concern({ status: 'ready' }, PARTLY)).toEqual([])
  })

  it.each(['fulfilled', 'canceled', 'split', 'merged'] as const)('that is %s concerns nobody', (status) => {
    expect(concern({ status, blocked: true, updatedTime: hoursAgo(1000) }, PARTLY)).toEqual([])
  })
})

describe('an allocation', () => {
  const concern = (more: Partial<Allocation>, uncovered = false) =>
    concernOfAllocation(allocation('pout_req_1', 1, more), uncovered, PATIENCE)

  it.each([
    ['pending', 24],
    ['queued', 0.25],
    ['processing', 1],
    ['waiting-completion', 72],
  ] as const)('that is %s rests too long after %f hours', (status, hours) => {
    expect(concern({ status, updatedTime: hoursAgo(hours) })).toEqual([])
    const since = hoursAgo(hours, 1)
    expect(concern({ status, updatedTime: since })).toEqual([
      { kind: status, reason: null, currency: 'EUR', amountMinor: 1_000n, since },
    ])
  })

  it.each(['completed', 'declined', 'failed', 'canceled'] as const)('that is %s is at its end', (status) => {
    expect(concern({ status, updatedTime: hoursAgo(1000) })).toEqual([])
  })

  it('whose gateway has not answered concerns at once', () => {
    const timeout = { transactionStatus: 'timeout', updatedTime: NOW } as const
    expect(concern({ ...timeout, status: 'processing' })).toMatchObject([{ kind: 'unknown', since: NOW }])
    expect(concern({ ...timeout, status: 'completed' })).toEqual([])
  })

  it('that is uncovered concerns at once, and as that alone', () => {
    expect(concern({ updatedTime: hoursAgo(1000) }, true)).toMatchObject([{ kind: 'uncovered' }])
  })
})

it.each<[AllocationStatus, TransactionResult, boolean]>([
  ['completed', 'approved', false],
  ['completed', 'unknown', false],
  ['completed', 'declined', true],
  ['completed', 'canceled', true],
  ['completed', 'abandoned', true],
  ['declined', 'approved', true],
  ['failed', 'approved', true],
  ['failed', 'declined', false],
  ['declined', 'abandoned', false],
  ['processing', 'approved', false],
])('an allocation that is %s and whose gateway says %s is in doubt: %s', (status, result, isIt) => {
  const money = { currency: 'EUR', amountMinor: 10n }
  expect(contradicts({ ...money, status }, { ...money, result })).toBe(isIt)
  expect(contradicts({ ...money, status }, { ...money, result, amountMinor: 9n })).toBe(true)
  expect(contradicts({ ...money, status }, { ...money, result, currency: 'USD' })).toBe(true)
})

describe('concerns together', () => {
  const left = (reason: string, currency: string | null, amountMinor: bigint, since: string): Concern => ({
    kind: 'unallocated',
    reason,
    currency,
    amountMinor,
    since,
  })
  const groups = groupsOf([
    left('no-instrument', 'EUR', 1n, hoursAgo(2)),
    left('allocation-limit', 'EUR', 5n, hoursAgo(3)),
    left('no-capacity', 'EUR', 10n, hoursAgo(5)),
    left('no-capacity', 'USD', 100n, hoursAgo(9)),
    left('no-capacity', 'EUR', 1000n, hoursAgo(7)),
    { ...left('gone', null, 0n, hoursAgo(1)), kind: 'webhook-paused' },
  ])

  it('are counted and added up by kind and reason, with the oldest', () => {
    expect(groups.filter(({ count }) => count > 0)).toEqual([
      {
        kind: 'unallocated',
        reason: 'allocation-limit',
        count: 1,
        amountMinor: { EUR: 5n },
        oldestTime: hoursAgo(3),
      },
      {
        kind: 'unallocated',
        reason: 'no-capacity',
        count: 3,
        amountMinor: { EUR: 1010n, USD: 100n },
        oldestTime: hoursAgo(9),
      },
      {
        kind: 'unallocated',
        reason: 'no-instrument',
        count: 1,
        amountMinor: { EUR: 1n },
        oldestTime: hoursAgo(2),
      },
      { kind: 'webhook-paused', reason: 'gone', count: 1, amountMinor: {}, oldestTime: hoursAgo(1) },
    ])
  })

  it('tell of every kind, also where there is none', () => {
    expect(groupsOf([]).map(({ kind }) => kind)).toEqual(CONCERN_KINDS)
    expect(groupsOf([])[0]).toEqual({
      kind: 'ready',
      reason: null,
      count: 0,
      amountMinor: {},
      oldestTime: null,
    })
  })
})

const TOLD = '2026-03-01T00:00:00.000Z'
const LATER = '2026-03-01T00:00:00.001Z'

it.each([
  ['payout-request-unblocked', LATER, true],
  ['timeline-comment-created', LATER, true],
  ['timeline-comment-created', TOLD, false],
  ['payout-request-unblocked', TOLD, false],
  ['payout-request-blocked', LATER, false],
  ['payout-request-fulfilled', LATER, false],
] as const)('%s at %s deals with what was told at midnight: %s', (type, occurredTime, isIt) => {
  expect(isDealtWith([{ type, occurredTime }], TOLD)).toBe(isIt)
})

it('what was told is dealt with by one message among many', () => {
  const others = { type: 'payout-request-modified', occurredTime: LATER } as const
  expect(isDealtWith([others, { type: 'timeline-comment-created', occurredTime: LATER }, others], TOLD)).toBe(
    true,
  )
})

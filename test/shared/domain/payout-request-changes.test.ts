import { describe, expect, it } from 'vitest'
import type { PayoutRequest } from '../../../shared/domain/payout-request.ts'
import {
  cancelRequest,
  changeRequest,
  type PayoutRequestPatch,
} from '../../../shared/domain/payout-request-changes.ts'
import { payoutRequest } from './auto-allocation/builders.ts'
import { refusalOf } from './refusals.ts'

// PATCH (rules §2).

const STAMP = { by: 'usr_2', at: '2026-03-02T10:00:00.000Z' }

const patched = (before: Partial<PayoutRequest>, patch: PayoutRequestPatch) =>
  changeRequest(payoutRequest(before), patch, STAMP)

const told = (before: Partial<PayoutRequest>, patch: PayoutRequestPatch) =>
  patched(before, patch).lastChange.actions.map(({ type, message }) => [type, message])

describe('a new status', () => {
  it.each([
    ['pending', 'ready', 'payout-request-ready', 'Ready for review'],
    ['ready', 'pending', 'payout-request-returned-to-pending', 'Returned to pending'],
    ['ready', 'approved', 'payout-request-approved', 'Approved'],
    ['approved', 'ready', 'payout-request-approval-undone', 'Approval undone'],
    ['in-progress', 'approved', 'payout-request-approved', 'Approved'],
    ['approved', 'canceled', 'payout-request-canceled', 'Canceled'],
  ] as const)('from %s to %s is told as %s', (from, to, type, message) => {
    expect(patched({ status: from, version: 3 }, { status: to, canceledBy: 'merchant' })).toMatchObject({
      status: to,
      version: 4,
      updatedTime: STAMP.at,
      lastChange: { ...STAMP, actions: [{ type, message }] },
    })
  })

  it('says since when a request is pending, and no longer when it is not', () => {
    const pending = patched({ status: 'ready' }, { status: 'pending' })
    expect(pending.pendingSince).toBe(STAMP.at)
    expect(changeRequest(pending, { status: 'ready' }, STAMP).pendingSince).toBeNull()
  })

  it('is refused where no edge leads there', () => {
    expect(refusalOf(() => patched({ status: 'pending' }, { status: 'approved' }))).toMatchObject({
      reason: 'transition-not-allowed',
    })
  })
})

/** Rules §2: → approved when everything was given back, → canceled when nothing is under way: what was paid stays paid. */
describe('a request of 100 in progress', () => {
  it.each([
    { left: 100n, paid: 0n, approved: true, canceled: true },
    { left: 99n, paid: 0n, approved: false, canceled: false },
    { left: 40n, paid: 60n, approved: false, canceled: true },
    { left: 40n, paid: 59n, approved: false, canceled: false },
    { left: 0n, paid: 100n, approved: false, canceled: true },
  ])('with $left left and $paid paid: back to approved $approved, canceled $canceled', (row) => {
    const before = {
      status: 'in-progress',
      amountMinor: 100n,
      unallocatedMinor: row.left,
      paidMinor: row.paid,
    } as const
    for (const to of ['approved', 'canceled'] as const) {
      const move = () => patched(before, { status: to, canceledBy: 'merchant' })
      if (row[to]) expect(move()).toMatchObject({ status: to, paidMinor: row.paid })
      else
        expect(refusalOf(move)).toMatchObject({
          reason: 'transition-not-allowed',
          message: expect.stringContaining(`cancel them before it becomes ${to}`),
          details: {
            members: {
              from: 'in-progress',
              to,
              allowed: [...(row.canceled ? ['canceled'] : []), 'fulfilled'],
            },
          },
        })
    }
  })
})

describe('a cancellation', () => {
  it('says who wanted it and why', () => {
    const patch = { status: 'canceled', canceledBy: 'customer', cancellationDescription: 'Plays on' } as const
    expect(patched({}, patch).cancellation).toEqual({ canceledBy: 'customer', description: 'Plays on' })
    expect(told({}, patch)).toEqual([['payout-request-canceled', 'Plays on']])
  })

  it('is the same when it is asked for by itself', () => {
    const patch = { canceledBy: 'system' } as const
    const canceled = cancelRequest(payoutRequest(), patch, STAMP)
    expect(canceled).toMatchObject({
      status: 'canceled',
      cancellation: { canceledBy: 'system', description: null },
    })
    expect(canceled).toEqual(patched({}, { ...patch, status: 'canceled' }))
  })

  it('is not noted with another status, whoever is named', () => {
    expect(
      patched({ status: 'ready' }, { status: 'approved', canceledBy: 'merchant' }).cancellation,
    ).toBeNull()
  })
})

describe('a block', () => {
  it.each<[PayoutRequestPatch, string]>([
    [{}, 'Blocked'],
    [{ blockReason: 'aml-review' }, 'Blocked: aml-review'],
    [{ blockDescription: 'Ask Ada' }, 'Blocked: Ask Ada'],
    [{ blockReason: 'aml-review', blockDescription: 'Ask Ada' }, 'Blocked: aml-review: Ask Ada'],
  ])('with %j is told as %j', (why, message) => {
    const patch = { blocked: true, ...why }
    expect(patched({}, patch)).toMatchObject({ blocked: true, blockReason: why.blockReason ?? null })
    expect(told({}, patch)).toEqual([['payout-request-blocked', message]])
  })

  const blocked = { blocked: true, blockReason: 'aml-review' } as const

  it('is taken back together with its reason', () => {
    expect(patched(blocked, { blocked: false })).toMatchObject({ blocked: false, blockReason: null })
    expect(told(blocked, { blocked: false })).toEqual([['payout-request-unblocked', 'Unblocked']])
  })

  it('is another for another reason', () => {
    expect(patched(blocked, { blocked: true, blockReason: 'other' })).toMatchObject({ blockReason: 'other' })
    expect(told(blocked, { blocked: true, blockReason: 'other' })).toEqual([
      ['payout-request-blocked', 'Blocked: other'],
    ])
  })

  it.each([true, false])('is refused at the end of a request: %s', (asked) => {
    expect(refusalOf(() => patched({ status: 'fulfilled' }, { blocked: asked }))).toMatchObject({
      reason: 'not-blockable',
      message: 'A payout request that is fulfilled can be neither blocked nor unblocked.',
    })
  })

  it('comes before the status of the same PATCH, which is judged against it', () => {
    const refused = refusalOf(() => patched({ status: 'ready' }, { status: 'approved', blocked: true }))
    expect(refused.reason).toBe('blocked')
    const unblocked = { status: 'approved', blocked: false } as const
    expect(told({ ...blocked, status: 'ready' }, unblocked)).toEqual([
      ['payout-request-unblocked', 'Unblocked'],
      ['payout-request-approved', 'Approved'],
    ])
  })
})

it.each([null, 'Paid by hand'])('a description becomes %j in every status, and is told', (description) => {
  const before = { status: 'fulfilled', description: 'Winnings' } as const
  expect(patched(before, { description }).description).toBe(description)
  expect(told(before, { description })).toEqual([['payout-request-modified', 'Description changed']])
})

it.each<[Partial<PayoutRequest>, PayoutRequestPatch]>([
  [{}, {}],
  [{ description: 'Winnings' }, { description: 'Winnings' }],
  [{}, { blocked: false }],
  [{ blocked: true, blockReason: 'other' }, { blocked: true }],
  [
    { blocked: true, blockReason: 'other' },
    { blocked: true, blockReason: 'other' },
  ],
  [{ status: 'canceled' }, { canceledBy: 'merchant' }],
])('a request that is %j is itself after %j: no version, nothing to tell', (before, patch) => {
  const request = payoutRequest(before)
  expect(changeRequest(request, patch, STAMP)).toBe(request)
})

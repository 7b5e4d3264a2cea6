import { describe, expect, it } from 'vitest'
import {
  ALLOCATION_EDGES,
  ALLOCATION_STATUSES,
  type Allocation,
  completedTimeOf,
} from '../../../shared/domain/allocation.ts'
import {
  canceledTogether,
  cancelPending,
  demandGatewayPays,
  demandPayoutsGoOn,
  moveAllocation,
  pays,
  pendingOf,
} from '../../../shared/domain/allocation-moves.ts'
import { queued, returnedToPending } from '../../../shared/domain/queueing.ts'
import { allocation } from '../repository/listed-things.ts'
import { gatewayAccount, payoutRequest } from './auto-allocation/builders.ts'
import { refusalOf } from './refusals.ts'

// Rules §5: what people may do with an allocation, and when.

const STAMP = { by: 'usr_2', at: '2026-03-02T10:00:00.000Z' }
const REQUEST = payoutRequest({ status: 'in-progress' })

const theAllocation = (more: Partial<Allocation> = {}) => allocation(REQUEST.id, 1, more)

const moved = (before: Allocation, to: 'processing' | 'canceled', blocked = false) =>
  moveAllocation(before, { ...REQUEST, blocked }, to, { stamp: STAMP, transactionId: 'txn_1' })

const step = { lastChange: { ...STAMP, actions: [] }, version: 2, updatedTime: STAMP.at }

describe('PATCH', () => {
  it('processing begins the payment of what is pending, as a transaction', () => {
    const before = theAllocation()
    expect(moved(before, 'processing')).toEqual({
      ...before,
      ...step,
      status: 'processing',
      transactionId: 'txn_1',
      transactionStatus: 'sending',
      transactionResult: 'unknown',
    })
  })

  it('canceled gives back what is pending', () => {
    const before = theAllocation()
    expect(moved(before, 'canceled')).toEqual({ ...before, ...step, status: 'canceled' })
  })

  const UNCHANGED = {
    processing: ['queued', 'processing', 'waiting-completion'],
    canceled: ['canceled'],
  } as const

  it.each(['queued', 'processing', 'waiting-completion'] as const)(
    'processing changes nothing once it is %s',
    (status) => {
      const before = theAllocation({ status })
      expect(moved(before, 'processing')).toBe(before)
    },
  )

  it('canceled changes nothing twice', () => {
    const before = theAllocation({ status: 'canceled' })
    expect(moved(before, 'canceled')).toBe(before)
  })

  it.each(['processing', 'canceled'] as const)(
    '%s is a step from pending alone, and refused in every other status',
    (to) => {
      const others = ALLOCATION_STATUSES.filter(
        (status) => status !== 'pending' && !UNCHANGED[to].some((one) => one === status),
      )
      expect(ALLOCATION_EDGES.pending).toContain(to)
      for (const from of others)
        expect(
          refusalOf(() => moved(theAllocation({ status: from }), to)),
          from,
        ).toMatchObject({
          reason: 'transition-not-allowed',
          message: `An allocation that is ${from} cannot become ${to}.`,
          details: { members: { from, to, allowed: [] } },
        })
    },
  )

  it.each(['processing', 'canceled'] as const)('%s is refused while the request is blocked', (to) => {
    for (const status of ['pending', to] as const)
      expect(refusalOf(() => moved(theAllocation({ status }), to, true)).reason).toBe('blocked')
  })
})

it('a payment waits in the queue, and comes back from it', () => {
  const before = theAllocation()
  const waiting = queued(before, STAMP)
  expect(waiting).toEqual({ ...before, ...step, status: 'queued' })
  expect(returnedToPending(waiting, STAMP)).toEqual({ ...before, ...step, version: 3 })
})

describe('what is pending', () => {
  const allocations = [
    allocation(REQUEST.id, 1, { runId: 'run_1' }),
    allocation(REQUEST.id, 2, { runId: 'run_2' }),
    allocation(REQUEST.id, 3, { runId: null }),
    allocation(REQUEST.id, 4, { runId: 'run_1', status: 'queued' }),
    allocation(REQUEST.id, 5, { runId: 'run_1', status: 'canceled' }),
  ]

  it.each([
    [null, [1, 2, 3]],
    ['run_1', [1]],
    ['run_3', []],
  ])('of run %s is %j', (runId, numbers) => {
    expect(pendingOf(allocations, runId).map(({ number }) => number)).toEqual(numbers)
    const canceled = cancelPending({ request: REQUEST, allocations }, runId, STAMP).flatMap(
      ({ moves }) => moves,
    )
    expect(canceled.map(({ before }) => before.number)).toEqual(numbers)
    for (const { before, after } of canceled)
      expect(after).toEqual({ ...before, ...step, status: 'canceled' })
  })

  it('is canceled by 45, so that each time fits one transaction, none twice and none forgotten', () => {
    const many = Array.from({ length: 91 }, (_, i) => allocation(REQUEST.id, i + 1))
    const together = cancelPending({ request: REQUEST, allocations: many }, null, STAMP)
    expect(together.map(({ moves }) => moves.length)).toEqual([45, 45, 1])
    expect(together.flatMap(({ moves }) => moves.map(({ before }) => before))).toEqual(many)
    expect(together[0]).toMatchObject({ request: REQUEST, stamp: STAMP })
  })

  it('is not canceled while the request is blocked, of which nothing is said where nothing is pending', () => {
    const request = { ...REQUEST, blocked: true }
    expect(refusalOf(() => cancelPending({ request, allocations }, null, STAMP)).reason).toBe('blocked')
    expect(cancelPending({ request, allocations }, 'run_3', STAMP)).toEqual([])
  })

  it.each([
    [1, 'Allocation canceled'],
    [2, '2 allocations canceled'],
  ])('of which %i are canceled is told as %j', (count, message) => {
    expect(canceledTogether(count)).toEqual({ type: 'payout-request-modified', message })
  })
})

describe('a gateway account pays', () => {
  it.each([
    ['active', 'all', true],
    ['active', 'covered-payout', true],
    ['active', 'approved-payment', true],
    ['active', 'none', false],
    ['inactive', 'all', false],
    ['pending', 'all', false],
    ['closed', 'all', false],
  ] as const)('when it is %s and its instruction is %s: %s', (status, readyToPayoutInstruction, does) => {
    const account = gatewayAccount('gw', { status, readyToPayoutInstruction, isDown: true })
    expect(pays(account)).toBe(does)
    if (does) expect(() => demandGatewayPays(account)).not.toThrow()
    else expect(refusalOf(() => demandGatewayPays(account)).reason).toBe('gateway-cannot-pay')
  })

  it('only where there is one, and is named where it does not', () => {
    expect(pays(undefined)).toBe(false)
    const message = 'is not active or its payout instruction is none'
    expect(refusalOf(() => demandGatewayPays(undefined))).toMatchObject({
      message: `The gateway account ${message}.`,
      details: { invalidFields: [{ field: 'gatewayAccountId', message }] },
    })
  })
})

it('no payment is begun on a stage that is stopped', () => {
  expect(refusalOf(() => demandPayoutsGoOn({ payoutsStopped: true }))).toMatchObject({
    reason: 'payouts-stopped',
    message: 'Payouts are stopped on this stage: no payment is begun.',
  })
  expect(() => demandPayoutsGoOn({ payoutsStopped: false })).not.toThrow()
})

it('is completed when it was paid, and at no other time', () => {
  const paid = theAllocation({ status: 'completed', updatedTime: STAMP.at })
  expect(completedTimeOf(paid)).toBe(STAMP.at)
  for (const status of ALLOCATION_STATUSES.filter((one) => one !== 'completed'))
    expect(completedTimeOf({ ...paid, status }), status).toBeNull()
})

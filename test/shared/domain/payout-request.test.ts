import { describe, expect, it } from 'vitest'
import { ALLOCATION_STATUSES, OPEN_STATUSES } from '../../../shared/domain/allocation.ts'
import {
  BLOCKABLE_STATUSES,
  demandTransition,
  GIVEN_BACK_STATUSES,
  type PayoutRequestStatus,
} from '../../../shared/domain/payout-request.ts'
import { refusalOf } from './refusals.ts'

// Rules §2.

describe('a transition', () => {
  it.each<[PayoutRequestStatus, PayoutRequestStatus, PayoutRequestStatus[]]>([
    ['pending', 'approved', ['ready', 'canceled', 'split']],
    ['ready', 'in-progress', ['pending', 'approved', 'canceled', 'split']],
    ['approved', 'pending', ['ready', 'in-progress', 'canceled', 'split']],
    ['in-progress', 'split', ['approved', 'canceled', 'fulfilled']],
    ['fulfilled', 'canceled', []],
    ['canceled', 'ready', []],
    ['split', 'canceled', []],
    ['merged', 'ready', []],
  ])('from %s to %s is refused, with those that are open', (from, to, allowed) => {
    const refusal = refusalOf(() => demandTransition({ status: from, blocked: false }, to))
    expect(refusal).toMatchObject({
      reason: 'transition-not-allowed',
      message: `A payout request that is ${from} cannot become ${to}.`,
      details: { members: { from, to, allowed } },
    })
  })

  it.each<[PayoutRequestStatus, PayoutRequestStatus]>([
    ['pending', 'ready'],
    ['ready', 'approved'],
    ['approved', 'ready'],
    ['approved', 'in-progress'],
    ['approved', 'canceled'],
    ['ready', 'split'],
    ['in-progress', 'approved'],
    ['in-progress', 'canceled'],
  ])('from %s to %s waits until the request is unblocked', (status, to) => {
    expect(() => demandTransition({ status, blocked: false }, to)).not.toThrow()
    const refusal = refusalOf(() => demandTransition({ status, blocked: true }, to))
    expect(refusal).toMatchObject({
      reason: 'blocked',
      message: expect.stringContaining(`cannot become ${to}`),
    })
  })

  it.each<[PayoutRequestStatus, PayoutRequestStatus]>([
    ['ready', 'pending'],
    ['in-progress', 'fulfilled'],
  ])('from %s to %s is open to a blocked request, too', (status, to) => {
    expect(() => demandTransition({ status, blocked: true }, to)).not.toThrow()
  })
})

it('a request can be blocked until it is at its end', () => {
  expect(BLOCKABLE_STATUSES).toEqual(['pending', 'ready', 'approved', 'in-progress'])
})

it('what is set aside is paid, still open, or given back to the request', () => {
  expect([...OPEN_STATUSES, 'completed', ...GIVEN_BACK_STATUSES].sort()).toEqual(
    ALLOCATION_STATUSES.toSorted(),
  )
  expect(GIVEN_BACK_STATUSES.toSorted()).toEqual(['canceled', 'declined', 'failed'])
})

import { expect, it } from 'vitest'
import { approveMember, blockMember } from '../../../shared/domain/member-operation.ts'
import { payoutRequest } from './auto-allocation/builders.ts'
import { refusalOf } from './refusals.ts'

// Rules §3: batch approve and batch block, judged for each member by itself.

const STAMP = { by: 'usr_2', at: '2026-03-02T10:00:00.000Z' }

it('approves what is ready', () => {
  expect(approveMember(payoutRequest({ status: 'ready' }), STAMP)).toMatchObject({
    status: 'approved',
    version: 2,
  })
})

it('leaves what is approved as it is, blocked or not', () => {
  for (const blocked of [false, true]) {
    const request = payoutRequest({ status: 'approved', blocked })
    expect(approveMember(request, STAMP)).toBe(request)
  }
})

it('does not approve what is blocked', () => {
  expect(
    refusalOf(() => approveMember(payoutRequest({ status: 'ready', blocked: true }), STAMP)).reason,
  ).toBe('blocked')
})

it.each(['pending', 'in-progress', 'fulfilled', 'canceled', 'split', 'merged'] as const)(
  'does not approve what is %s, also where its own PATCH may',
  (status) => {
    expect(refusalOf(() => approveMember(payoutRequest({ status }), STAMP))).toMatchObject({
      reason: 'transition-not-allowed',
      details: { members: { from: status, to: 'approved', allowed: [] } },
    })
  },
)

const block = blockMember('aml-review', 'Ask Ada')

it.each(['pending', 'ready', 'approved', 'in-progress'] as const)(
  'blocks what is %s, and says why',
  (status) => {
    expect(block(payoutRequest({ status }), STAMP)).toMatchObject({
      status,
      blocked: true,
      blockReason: 'aml-review',
      lastChange: { actions: [{ message: 'Blocked: aml-review: Ask Ada' }] },
    })
  },
)

it.each(['fulfilled', 'canceled', 'split', 'merged'] as const)('does not block what is %s', (status) => {
  expect(refusalOf(() => block(payoutRequest({ status }), STAMP)).reason).toBe('not-blockable')
})

it('leaves what is blocked for the same reason as it is', () => {
  const request = payoutRequest({ blocked: true, blockReason: 'aml-review' })
  expect(block(request, STAMP)).toBe(request)
})

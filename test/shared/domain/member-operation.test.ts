import { expect, it } from 'vitest'
import { approveMember, blockMember } from '../../../shared/domain/member-operation.ts'
import { PAYOUT_REQUEST_STATUSES } from '../../../shared/domain/payout-request.ts'
import { payoutRequest } from './auto-allocation/builders.ts'
import { refusalOf } from './refusals.ts'

const STAMP = { by: 'usr_2', at: '2026-03-05T08:00:00.000Z' }

it.each(PAYOUT_REQUEST_STATUSES)(
  'approving a batch approves what is ready, and nothing else: %s',
  (status) => {
    const request = payoutRequest({ status })
    const approve = () => approveMember(request, STAMP)
    if (status === 'approved') expect(approve()).toBe(request)
    else if (status === 'ready') expect(approve()).toMatchObject({ status: 'approved' })
    else
      expect(refusalOf(approve)).toMatchObject({
        reason: 'transition-not-allowed',
        details: { members: { from: status, to: 'approved', allowed: [] } },
      })
  },
)

it.each([
  ['pending', true],
  ['ready', true],
  ['approved', true],
  ['in-progress', true],
  ['fulfilled', false],
  ['canceled', false],
] as const)('blocking a batch blocks whoever is not at an end: %s', (status, isBlocked) => {
  const block = () => blockMember('aml-review', 'Look again')(payoutRequest({ status }), STAMP)
  if (isBlocked)
    expect(block()).toMatchObject({
      status,
      blocked: true,
      blockReason: 'aml-review',
      lastChange: { actions: [{ message: 'Blocked: aml-review: Look again' }] },
    })
  else expect(refusalOf(block)?.reason).toBe('not-blockable')
})

import { expect, it } from 'vitest'
import { movingAction } from '../../../shared/domain/payout-request-actions.ts'

it.each([
  ['pending', 'ready', 'payout-request-ready'],
  ['ready', 'pending', 'payout-request-returned-to-pending'],
  ['ready', 'approved', 'payout-request-approved'],
  ['approved', 'ready', 'payout-request-approval-undone'],
  ['in-progress', 'approved', 'payout-request-approved'],
  ['pending', 'canceled', 'payout-request-canceled'],
  ['ready', 'canceled', 'payout-request-canceled'],
  ['approved', 'canceled', 'payout-request-canceled'],
  ['in-progress', 'canceled', 'payout-request-canceled'],
] as const)('a person who moves it from %s to %s is told of as %s', (from, to, type) => {
  expect(movingAction(from, to)).toEqual({ type, message: expect.stringMatching(/\w/) })
})

it('a cancellation is told in the words of who cancels, if there are any', () => {
  expect(movingAction('ready', 'canceled', 'No funds').message).toBe('No funds')
  for (const none of [null, ''])
    expect(movingAction('ready', 'canceled', none).message).toBe(movingAction('ready', 'canceled').message)
})

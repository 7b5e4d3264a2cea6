import { expect, it } from 'vitest'
import { demandDeletable, SYSTEM_USER, type TimelineType } from '../../../shared/domain/timeline.ts'
import { refusalOf } from './refusals.ts'

const message = (type: TimelineType, by: string) => ({
  id: 'message_1',
  type,
  message: 'Please look at this one',
  by,
  occurredTime: '2026-03-02T10:00:00.000Z',
  payoutRequestIds: ['pout_req_1'],
})

it('lets people delete their own comments', () => {
  expect(() => demandDeletable(message('timeline-comment-created', 'usr_1'), 'usr_1')).not.toThrow()
})

it.each([
  ['a comment of somebody else', message('timeline-comment-created', 'usr_2')],
  ['what they have done', message('payout-request-approved', 'usr_1')],
  ['what the desk has done', message('payout-request-ready', SYSTEM_USER)],
])('does not let them delete %s', (_, theirs) => {
  expect(refusalOf(() => demandDeletable(theirs, 'usr_1'))).toMatchObject({
    reason: 'not-deletable',
    message: 'Only comments of your own can be deleted.',
  })
})

it('calls the desk itself by the name that the published API gives it', () => {
  expect(SYSTEM_USER).toBe('usr_system')
})

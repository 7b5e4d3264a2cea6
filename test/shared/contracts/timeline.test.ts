import { expect, it } from 'vitest'
import { listedMessage } from '../../../shared/contracts/timeline.ts'

it.each([
  ['usr_system', 'rebilly'],
  ['usr_1', 'direct-api'],
])('what %s does is triggered by %s', (by, triggeredBy) => {
  const message = {
    id: 'tlm_1',
    type: 'payout-request-ready',
    message: 'Ready for review',
    by,
    occurredTime: '2026-03-05T08:00:00.000Z',
    payoutRequestIds: [],
  } as const
  expect(listedMessage(message)).toMatchObject({ userId: by, triggeredBy })
})

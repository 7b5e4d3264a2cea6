import { expect, it } from 'vitest'
import { isDealtWith } from '../../../shared/domain/attention.ts'

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

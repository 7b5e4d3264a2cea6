import { expect, it } from 'vitest'
import { changeSettings, DEFAULT_SETTINGS, PAYOUT_TARGETS } from '../../../shared/domain/organization.ts'

// Rules §7.4, §5.

const AT = '2026-03-02T10:00:00.000Z'
const LATER = '2026-03-03T10:00:00.000Z'

it('an organization that has set nothing pays back to the largest exposure, in the published order', () => {
  expect(DEFAULT_SETTINGS).toMatchObject({
    payoutRequestAllocationOrder: null,
    payoutRequestAllocationPolicy: 'largest-exposure',
    version: 0,
  })
})

it.each([
  ['ready', 24],
  ['approved', 24],
  ['pending', 24],
  ['queued', 0.25],
  ['processing', 1],
  ['waitingCompletion', 72],
] as const)('%s may last %f hours, where nothing else is set', (target, hours) => {
  expect(DEFAULT_SETTINGS.payoutTargets[target]).toBe(hours)
  expect(PAYOUT_TARGETS).toContain(target)
})

it('what is not named stays, target by target', () => {
  const first = changeSettings(DEFAULT_SETTINGS, { payoutTargets: { queued: 2 } }, AT)
  expect(first).toEqual({
    ...DEFAULT_SETTINGS,
    payoutTargets: { ...DEFAULT_SETTINGS.payoutTargets, queued: 2 },
    version: 1,
    createdTime: AT,
    updatedTime: AT,
  })
  expect(changeSettings(first, { payoutRequestAllocationPolicy: 'proportional' }, LATER)).toEqual({
    ...first,
    payoutRequestAllocationPolicy: 'proportional',
    version: 2,
    updatedTime: LATER,
  })
})

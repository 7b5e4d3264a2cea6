import { expect, it } from 'vitest'
import type { Allocation } from '../../../shared/domain/allocation.ts'
import { headroomFor, isUncovered, needsCover } from '../../../shared/domain/cover.ts'
import { allocation } from '../repository/listed-things.ts'
import { paidIn } from './auto-allocation/builders.ts'

// Rules §4.1: refunds and disputes may push a pair over later; what is still pending on it shows that.

const covered = (more: Partial<Allocation> = {}) =>
  allocation('pout_req_1', 1, {
    gatewayPayoutInstruction: 'covered-payout',
    paymentInstrumentId: 'card',
    gatewayAccountId: 'gw',
    ...more,
  })

it.each<[string, Partial<Allocation>, bigint, boolean]>([
  ['and its pair is over its exposure', {}, -1n, true],
  ['and its pair is used up to the last cent', {}, 0n, false],
  ['and its pair has more', {}, 1n, false],
  ['no longer: its payment has begun', { status: 'processing' }, -1n, false],
  ['no longer: it was given back', { status: 'canceled' }, -1n, false],
  ['on an account that pays everything', { gatewayPayoutInstruction: 'all' }, -1n, false],
  ['on an account that pays whoever has paid', { gatewayPayoutInstruction: 'approved-payment' }, -1n, false],
])('an allocation that is pending %s: uncovered', (_, more, headroomMinor, isIt) => {
  expect(isUncovered(covered(more), headroomMinor)).toBe(isIt)
  if (isIt) expect(needsCover(covered(more))).toBe(true)
})

it('is reckoned with what its own pair has left: paid in, less paid out and open', () => {
  const exposures = [
    paidIn('card', 'other', 500n),
    paidIn('other', 'gw', 500n),
    paidIn('card', 'gw', 100n, { payoutsMinor: 30n, openMinor: 90n }),
  ]
  expect(headroomFor(covered(), { exposures })).toBe(-20n)
  expect(headroomFor(covered({ gatewayAccountId: 'nobody' }), { exposures })).toBe(0n)
})

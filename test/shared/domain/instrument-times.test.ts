import { expect, it } from 'vitest'
import { instrumentTimes } from '../../../shared/domain/instrument-times.ts'
import { paidIn } from './auto-allocation/builders.ts'

// Rules §7.2: lastPaymentTime and lastPayoutTime are of the instrument, wherever its money went.

const day = (of: number) => `2026-03-0${of}T00:00:00.000Z`

const exposures = new Map([
  [
    'EUR',
    [
      paidIn('card', 'gw_1', 1n, { lastPaymentTime: day(2), lastPayoutTime: null }),
      paidIn('card', 'gw_2', 1n, { lastPaymentTime: day(4), lastPayoutTime: day(3) }),
      paidIn('other', 'gw_1', 1n, { lastPaymentTime: day(9), lastPayoutTime: day(9) }),
    ],
  ],
  [
    'USD',
    [
      paidIn('card', 'gw_1', 1n, { lastPaymentTime: day(3), lastPayoutTime: day(5) }),
      paidIn('card', 'gw_2', 1n, { lastPaymentTime: null, lastPayoutTime: null }),
    ],
  ],
])

it('are the latest through any account, in any currency', () => {
  expect(instrumentTimes({ exposures }, 'card')).toEqual({ lastPaymentTime: day(4), lastPayoutTime: day(5) })
})

it('are none of an instrument that was never used', () => {
  expect(instrumentTimes({ exposures }, 'new')).toEqual({ lastPaymentTime: null, lastPayoutTime: null })
})

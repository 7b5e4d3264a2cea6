import { expect, it } from 'vitest'
import { exposureOf, exposureOn, noExposure, profileIn } from '../../../shared/domain/customer.ts'
import { limitFor } from '../../../shared/domain/gateway-account.ts'
import { cardInstrument, paidIn } from './auto-allocation/builders.ts'

it('currencies are never mixed: a profile has what was paid in its own', () => {
  const euros = [paidIn('card', 'gw', 10n)]
  const instruments = [cardInstrument('card')]
  const customer = { id: 'cust_1', instruments, instrumentsBytes: 0, exposures: new Map([['EUR', euros]]) }
  expect(profileIn(customer, 'EUR')).toEqual({
    customerId: 'cust_1',
    currency: 'EUR',
    instruments,
    exposures: euros,
  })
  expect(profileIn(customer, 'USD').exposures).toEqual([])
})

/** Rules §4.1. */
it.each([
  [10n, 0n, 10n],
  [10n, 4n, 6n],
  [10n, 14n, -4n],
])('%s paid in and %s paid out make an exposure of %s', (salesMinor, payoutsMinor, exposure) => {
  expect(exposureOf(paidIn('card', 'gw', salesMinor, { payoutsMinor, openMinor: 99n }))).toBe(exposure)
})

it('an exposure is of one instrument and one account', () => {
  const exposures = [paidIn('card', 'other', 1n), paidIn('other', 'gw', 2n), paidIn('card', 'gw', 3n)]
  expect(exposureOn({ exposures }, 'card', 'gw').salesMinor).toBe(3n)
  expect(exposureOn({ exposures }, 'other', 'other')).toEqual(noExposure('other', 'other'))
})

it('a limit is of its currency', () => {
  const limits = [
    { currency: 'EUR', amountMinor: 10n },
    { currency: 'USD', amountMinor: 20n },
  ]
  expect(limitFor(limits, 'USD')).toBe(20n)
  expect(limitFor(limits, 'JPY')).toBeNull()
  expect(limitFor(undefined, 'EUR')).toBeNull()
})

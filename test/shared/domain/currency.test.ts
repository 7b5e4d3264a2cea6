import { expect, test } from 'vitest'
import { isCurrency, minorUnitDigits } from '../../../shared/domain/currency.ts'

test.each([
  ['JPY', 0],
  ['ISK', 0],
  ['XPF', 0],
  ['EUR', 2],
  ['USD', 2],
  ['MGA', 2],
  ['BHD', 3],
  ['TND', 3],
  ['CLF', 4],
  ['UYW', 4],
])('%s has %i digits after the point', (currency, digits) => {
  expect(minorUnitDigits(currency)).toBe(digits)
})

test('only active codes in upper case are currencies', () => {
  const isNot = [
    'eur',
    'EU',
    'EURO',
    '',
    'BGN',
    'HRK',
    'ANG',
    'SLL',
    'ZWL',
    'XXX',
    'XTS',
    'XAU',
    'XDR',
    'toString',
  ]
  expect(isNot.filter(isCurrency)).toEqual([])
  expect(() => minorUnitDigits('HRK')).toThrow(RangeError)
})

/** ICU knows the codes of its own day: these were withdrawn since or are no money to pay with. */
const NOT_ACTIVE = ['ANG', 'BGN', 'CUC', 'HRK', 'SLL', 'XDR', 'XSU', 'ZWL']

/** Where ICU shows the digits in use, ISO 4217 gives the digits of the minor unit. */
const ISO_DIFFERS = 'AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SOS SYP YER'.split(' ')

test('every currency that ICU knows is one here, with as many digits', () => {
  const known = Intl.supportedValuesOf('currency').filter((code) => !NOT_ACTIVE.includes(code))
  expect(known.filter((code) => !isCurrency(code))).toEqual([])
  const differing = known.filter((code) => minorUnitDigits(code) !== digitsByIcu(code))
  expect(differing.filter((code) => !ISO_DIFFERS.includes(code))).toEqual([])
})

const digitsByIcu = (currency: string): number | undefined =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits

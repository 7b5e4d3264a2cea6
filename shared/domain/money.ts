import { type Currency, minorUnitDigits } from './currency.ts'

/** An amount in minor units of its currency (cents for EUR, yen for JPY): the only form in which money is reckoned. */
export type Minor = bigint

/** Rules §1: at most 15 significant digits in minor units, which a JSON number (a double) still carries exactly. */
export const AMOUNT_MINOR_LIMIT: Minor = 999_999_999_999_999n

export type AmountProblem = 'not-finite' | 'too-many-decimals' | 'too-large'

/**
 * Reads a decimal amount exactly: `12.34` EUR is 1234n. Trailing zeros do not count, exponents are read.
 * The sign is kept; whether zero or less is allowed is the caller's rule.
 */
export function minorFromDecimal(amount: number, currency: Currency): Minor | AmountProblem {
  if (!Number.isFinite(amount)) return 'not-finite'
  const [mantissa = '0', exponent = '0'] = String(amount).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  const shift = minorUnitDigits(currency) + Number(exponent) - fraction.length
  const digits = BigInt(whole + fraction)
  if (shift < 0) return digits === 0n ? 0n : 'too-many-decimals'
  const minor = digits * 10n ** BigInt(Math.min(shift, 400))
  return magnitude(minor) > AMOUNT_MINOR_LIMIT ? 'too-large' : minor
}

/** Writes an amount as a decimal without loss: 1234n EUR is `12.34`, 5n BHD is `0.005`. */
export function decimalFromMinor(minor: Minor, currency: Currency): string {
  const digits = minorUnitDigits(currency)
  const text = magnitude(minor)
    .toString()
    .padStart(digits + 1, '0')
  const split = text.length - digits
  const fraction = text.slice(split).replace(/0+$/, '')
  return `${minor < 0n ? '-' : ''}${text.slice(0, split)}${fraction ? `.${fraction}` : ''}`
}

export const sumOf = (amounts: Iterable<Minor>): Minor => {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return sum
}

export const smallest = (first: Minor, ...others: Minor[]): Minor =>
  others.reduce((least, amount) => (amount < least ? amount : least), first)

const magnitude = (amount: Minor): Minor => (amount < 0n ? -amount : amount)

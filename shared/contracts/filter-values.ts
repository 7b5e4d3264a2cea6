import { type Currency, isCurrency, minorUnitDigits } from '../domain/currency.ts'
import type { Minor } from '../domain/money.ts'

/** What a field holds, and so what a filter may say of it. Conditions on an `ignored` field are dropped unread. */
export type FieldType =
  | 'id'
  | 'text'
  | 'currency'
  | 'amount'
  | 'time'
  | 'boolean'
  | 'integer'
  | 'ignored'
  | { readonly oneOf: readonly string[] }

export type FilterValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'exact'; readonly text: string }
  /** A single amount, time or integer is a range too; a date is its whole day in UTC. Both ends belong to it. */
  | {
      readonly kind: 'range'
      readonly text: string
      readonly from: bigint | null
      readonly to: bigint | null
    }

/** What a listed thing holds in a field: times as ISO 8601, amounts in minor units; undefined is null. */
export type FieldValue = string | number | boolean | Amount | null | undefined

export interface Amount {
  readonly minor: Minor
  readonly currency: Currency
}

export const oneOf = (options: readonly string[]): FieldType => ({ oneOf: options })

/** Reads what stands for one value of a field of this type; undefined when it is none: see `allowedValues`. */
export function readValue(type: FieldType, text: string): FilterValue | 'backwards' | undefined {
  switch (type) {
    case 'id':
    case 'text':
    case 'ignored':
      return { kind: 'exact', text }
    case 'currency':
      return isCurrency(text.toUpperCase()) ? { kind: 'exact', text: text.toUpperCase() } : undefined
    case 'boolean':
      return readOption(['true', 'false'], text)
    case 'amount':
      return readRange(text, readAmount)
    case 'time':
      return readRange(text, readTime)
    case 'integer':
      return readRange(text, readInteger)
    default:
      return readOption(type.oneOf, text)
  }
}

export function allowedValues(type: FieldType): string {
  if (typeof type !== 'string') return `one of ${inShort(type.oneOf)}`
  return {
    id: 'an id',
    text: 'a text',
    ignored: 'anything',
    currency: 'a currency code of ISO 4217',
    boolean: 'true or false',
    amount: 'a decimal number such as 12.34, or a range: 1..10, 1.. or ..10',
    integer: 'a whole number, or a range: 1..10, 1.. or ..10',
    time:
      'a time such as 2026-01-31T10:00:00Z, a date, or a range of them: from..to, from.. or ..to ' +
      '(in a URL, + is written %2B)',
  }[type]
}

/** What is compared: an order of whole numbers for amounts, times and integers, otherwise the text. */
export function comparable(type: FieldType, value: string | number | boolean | Amount): bigint | string {
  if (typeof value === 'object')
    return value.minor * 10n ** BigInt(AMOUNT_DECIMALS - minorUnitDigits(value.currency))
  if (type === 'time') return instant(String(value))
  if (type === 'integer') return BigInt(value)
  return type === 'text' ? String(value).toLowerCase() : String(value)
}

const OPTIONS_NAMED_LIMIT = 20

const inShort = (options: readonly string[]): string =>
  options.slice(0, OPTIONS_NAMED_LIMIT).join(', ') +
  (options.length > OPTIONS_NAMED_LIMIT ? ` and ${options.length - OPTIONS_NAMED_LIMIT} more` : '')

function readOption(options: readonly string[], text: string): FilterValue | undefined {
  const option = options.find((option) => option.toLowerCase() === text.toLowerCase())
  return option === undefined ? undefined : { kind: 'exact', text: option }
}

type Interval = readonly [from: bigint, to: bigint]

function readRange(text: string, read: (text: string) => Interval | undefined) {
  const [lower = '', upper = lower, more] = text.split('..').map((end) => end.trim())
  if (more !== undefined || (lower === '' && upper === '')) return undefined
  const from = lower === '' ? null : read(lower)?.[0]
  const to = upper === '' ? null : read(upper)?.[1]
  if (from === undefined || to === undefined) return undefined
  if (from !== null && to !== null && from > to) return 'backwards'
  return { kind: 'range', text: text.includes('..') ? `${lower}..${upper}` : lower, from, to } as const
}

/** More than any currency has (4), so that a filter's amount needs no rounding. */
const AMOUNT_DECIMALS = 10
const DECIMAL = /^(-?\d{1,20})(?:\.(\d{1,10}))?$/

function readAmount(text: string): Interval | undefined {
  const match = DECIMAL.exec(text)
  if (!match) return undefined
  const amount = BigInt(`${match[1]}${(match[2] ?? '').padEnd(AMOUNT_DECIMALS, '0')}`)
  return [amount, amount]
}

function readInteger(text: string): Interval | undefined {
  if (!/^-?\d{1,20}$/.test(text)) return undefined
  return [BigInt(text), BigInt(text)]
}

const NANOSECONDS_PER_MILLISECOND = 1_000_000n
const NANOSECONDS_PER_DAY = 86_400_000n * NANOSECONDS_PER_MILLISECOND

const TIME =
  /^(\d{4}-\d\d-\d\d)(?:(T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(?:\.(\d{1,9}))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$/

/** Without an offset a time is UTC. Nanoseconds, because clients write up to nine decimals. */
function readTime(text: string): Interval | undefined {
  const [, date, clock, fraction = '', offset = 'Z'] = TIME.exec(text) ?? []
  if (date === undefined || !isDate(date)) return undefined
  if (clock === undefined) return [instant(date), instant(date) + NANOSECONDS_PER_DAY - 1n]
  const time = instant(`${date}${clock}${offset}`) + BigInt(fraction.padEnd(9, '0'))
  return [time, time]
}

/** Date.parse takes 31 February for 2 March. */
const isDate = (date: string): boolean => {
  const parsed = Date.parse(date)
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(date)
}

const instant = (time: string): bigint => BigInt(Date.parse(time)) * NANOSECONDS_PER_MILLISECOND

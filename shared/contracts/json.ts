/** JSON in which no digit is lost: amounts are read from their text and sums of any size are written as they are. */

/** A number that a double cannot carry exactly. No schema accepts a symbol, as it would an object; `amount` says why. */
export const isInexactNumber = (value: unknown): value is symbol => typeof value === 'symbol'

/** The doubles tell all decimals of up to 15 significant digits apart (IEEE 754). */
const SIGNIFICANT_DIGITS_LIMIT = 15

/** Throws a SyntaxError for what is not JSON. */
export const parseJson = (text: string): unknown =>
  JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' &&
    context?.source !== undefined &&
    significantDigits(context.source) > SIGNIFICANT_DIGITS_LIMIT
      ? Symbol(context.source)
      : value,
  )

/** Writes what `parseJson` has read, with every digit. */
export const writeJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isInexactNumber(part) ? rawJson(part.description ?? '') : part,
  )

/** A decimal written into JSON exactly as it stands. */
export interface ExactNumber {
  readonly rawJSON: string
}

export const exactNumber = (decimal: string): number | ExactNumber =>
  significantDigits(decimal) > SIGNIFICANT_DIGITS_LIMIT ? rawJson(decimal) : Number(decimal)

export const isExactNumber = (value: unknown): value is ExactNumber => JSON.isRawJSON(value)

const rawJson = (text: string): ExactNumber => JSON.rawJSON(text)

function significantDigits(source: string): number {
  const [mantissa = ''] = source.toLowerCase().split('e')
  return mantissa.replace('-', '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '').length
}

declare global {
  interface JSON {
    rawJSON(text: string): ExactNumber
    isRawJSON(value: unknown): boolean
  }
}

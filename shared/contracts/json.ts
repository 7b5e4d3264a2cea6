/** JSON in which no digit is lost: amounts are read from their text and sums of any size are written as they are. */

/** A number that a double cannot carry exactly; no schema accepts it, and `amount` says why. */
export class InexactNumber {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }

  /** Passed on it is written as it was read. */
  toJSON(): ExactNumber {
    return rawJson(this.source)
  }
}

/** The doubles tell all decimals of up to 15 significant digits apart (IEEE 754). */
const SIGNIFICANT_DIGITS_LIMIT = 15

/** Throws a SyntaxError for what is not JSON. */
export const parseJson = (text: string): unknown =>
  JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' &&
    context?.source !== undefined &&
    significantDigits(context.source) > SIGNIFICANT_DIGITS_LIMIT
      ? new InexactNumber(context.source)
      : value,
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

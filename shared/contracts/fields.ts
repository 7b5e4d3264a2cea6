import * as z from 'zod'
import { isCurrency } from '../domain/currency.ts'
import { ID_LENGTH_LIMIT, ID_PATTERN } from '../domain/identifiers.ts'
import { type AmountProblem, decimalFromMinor, type Minor, minorFromDecimal } from '../domain/money.ts'
import { outboundUrlProblem } from '../domain/outbound-url.ts'
import { type ExactNumber, exactNumber, isExactNumber, isInexactNumber } from './json.ts'

/** The building blocks of request and answer schemas. */

/** `must be …`, or `is required` where nothing was given. */
export const expected = (what: string) => ({
  error: ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? 'is required' : `must be ${what}`,
})

export const string = z.string(expected('a string'))

export const id = z
  .string(expected('a string'))
  .min(1, 'must not be empty')
  .max(ID_LENGTH_LIMIT, `must have at most ${ID_LENGTH_LIMIT} characters`)
  .regex(ID_PATTERN, 'may contain letters, digits and _ . ~ @ - only')
  .refine((text) => text !== '__proto__', 'is not allowed')

export const text = (limit: number) =>
  z.string(expected('a string')).max(limit, `must have at most ${limit} characters`)

export const currency = z
  .string(expected('a string'))
  .refine(isCurrency, 'must be an active ISO 4217 currency code in upper case, such as EUR')

export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, expected(`one of: ${values.join(', ')}`))

export const flag = z.boolean(expected('true or false'))

/** A whole number, both bounds included. */
export const whole = (from: number, to: number) => {
  const message = `must be a whole number from ${from} to ${to}`
  return z
    .int(expected(`a whole number from ${from} to ${to}`))
    .min(from, message)
    .max(to, message)
}

/** No entry twice, told by its index also where other entries are wrong. */
export const uniqueList = <Entry extends z.ZodType>(entry: Entry, limit: number) =>
  z
    .array(entry, expected('an array'))
    .max(limit, `must have at most ${limit} entries`)
    .superRefine(
      (entries: unknown[], context) => {
        const seen = new Set<unknown>()
        for (const [i, value] of entries.slice(0, limit).entries()) {
          if (seen.has(value)) context.addIssue({ code: 'custom', path: [i], message: 'is there twice' })
          seen.add(value)
        }
      },
      { when: ({ value }) => Array.isArray(value) },
    )
    .meta({ uniqueItems: true })

const url = text(2083)

export const link = url.refine((url) => URL.canParse(url), 'must be an absolute URL')

/** What the desk is to call. A stage may allow less than this: `demandCallable` asks it. */
export const outboundLink = url.superRefine((url, context) => {
  const problem = outboundUrlProblem(url, { allowsPrivateAddresses: true })
  if (problem) refuse(context, [], problem)
})

/** A decimal amount greater than zero; its digits are judged together with its currency. */
export const amount = z.custom<number>((value) => typeof value === 'number' && value > 0, {
  abort: false, // or the rules over several fields would not be looked at
  error: ({ input }) => (isInexactNumber(input) ? TOO_MANY_DIGITS : 'must be a number greater than 0'),
})

const TOO_MANY_DIGITS = 'must have at most 15 significant digits'

const AMOUNT_PROBLEMS: Readonly<Record<AmountProblem, string>> = {
  'not-finite': 'must be a number greater than 0',
  'too-many-decimals': 'has more decimals than its currency',
  'too-large': TOO_MANY_DIGITS,
}

/** Reports an amount that its currency cannot express, also where other fields are wrong. */
export function amountProblem(decimal: unknown, code: unknown): string | undefined {
  if (typeof decimal !== 'number' || !(decimal > 0) || typeof code !== 'string' || !isCurrency(code))
    return undefined
  const minor = minorFromDecimal(decimal, code)
  return typeof minor === 'string' ? AMOUNT_PROBLEMS[minor] : undefined
}

/** The minor units of an amount that a schema has accepted. */
export function minorOf(decimal: number, code: string): Minor {
  const minor = minorFromDecimal(decimal, code)
  if (typeof minor === 'string')
    throw new Error(`An amount passed its schema although it ${AMOUNT_PROBLEMS[minor]}.`)
  return minor
}

/** Money on the wire: a JSON number, exact at any size. */
export const money = z.union([z.number(), z.custom<ExactNumber>(isExactNumber)])

export const decimal = (minor: Minor, code: string): number | ExactNumber =>
  exactNumber(decimalFromMinor(minor, code))

export const time = z.iso.datetime()

export const links = z.array(z.object({ rel: z.string(), href: z.string() }))

/** For refinements over several fields: they judge what is there, also where single fields are wrong. */
export const isObject = ({ value }: { value: unknown }): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `field` is a dot path. */
export const refuse = (
  context: z.core.$RefinementCtx,
  field: string | (string | number)[],
  message: string,
): void => context.addIssue({ code: 'custom', path: [field].flat(), message })

export const NEEDS_BLOCKED = 'needs "blocked": true'

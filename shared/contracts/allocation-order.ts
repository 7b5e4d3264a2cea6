import * as z from 'zod'
import { ALTERNATIVE_METHODS, SELECTED_INSTRUMENT } from '../domain/auto-allocation/allocation-order.ts'
import { PAYMENT_METHODS } from '../domain/payment-method.ts'
import { expected, uniqueList } from './fields.ts'

/** Api-reference §10.4. */
export const TOKENS_LIMIT = 25
const TOKENS_LEAST = 2

export const TOKENS: ReadonlySet<string> = new Set([
  ...PAYMENT_METHODS,
  ALTERNATIVE_METHODS,
  SELECTED_INSTRUMENT,
])

const token = z
  .string(expected('a string'))
  .refine(
    (text) => TOKENS.has(text),
    `must be ${ALTERNATIVE_METHODS}, ${SELECTED_INSTRUMENT} or the exact name of a payment method`,
  )

/** The order in which a customer's instruments are tried, of a batch or of an organization. */
export const allocationOrder = uniqueList(token, TOKENS_LIMIT)
  .min(TOKENS_LEAST, `must have at least ${TOKENS_LEAST} entries`)
  .superRefine(
    (tokens, context) => {
      if (!tokens.includes(SELECTED_INSTRUMENT))
        context.addIssue({ code: 'custom', message: `must contain ${SELECTED_INSTRUMENT} once` })
    },
    { when: ({ value }) => Array.isArray(value) },
  )

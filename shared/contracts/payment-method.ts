import * as z from 'zod'
import { PAYMENT_METHODS } from '../domain/payment-method.ts'
import { expected } from './fields.ts'

const METHODS: ReadonlySet<string> = new Set(PAYMENT_METHODS)

/** Case-sensitive; the list is too long to be told in a problem. */
export const paymentMethod = z
  .string(expected('a string'))
  .refine((name) => METHODS.has(name), 'must be the exact name of a payment method, such as payment-card')

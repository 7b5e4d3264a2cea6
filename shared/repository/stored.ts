import * as z from 'zod'
import { TIMELINE_TYPES } from '../domain/timeline.ts'
import type { Item } from './client.ts'

/** The building blocks of stored items' schemas. An absent attribute is this table's null. */

/** Amounts come back as numbers, as bigint where a number would lose digits, and as text from packed JSON. */
export const minor = z.union([z.int(), z.bigint(), z.string().regex(/^-?\d+$/)]).transform(BigInt)

export const orNull = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? null)

export const change = z.object({
  by: z.string(),
  at: z.string(),
  actions: z.array(z.object({ type: z.enum(TIMELINE_TYPES), message: z.string() })),
})

export const withoutNulls = (record: object): Item =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined))

import * as z from 'zod'
import type { JsonObject } from '../json.ts'
import { AwsError } from './aws-error.ts'

/** The body as the operation takes it; the service's own code for a bad one is given. */
export function readBody<Schema extends z.ZodType>(
  schema: Schema,
  body: JsonObject,
  code = 'ValidationException',
): z.infer<Schema> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  throw new AwsError(code, z.prettifyError(result.error))
}

import type * as z from 'zod'
import type { InvalidField } from '../domain/refusal.ts'

/** What is wrong with a body, by the names that a caller knows. */

/** Rules §1, Representation. */
export const INVALID_FIELDS_LIMIT = 1000

export const problemsIn = (parsed: z.ZodSafeParseResult<unknown> | undefined): InvalidField[] =>
  (parsed?.error?.issues ?? []).flatMap(invalidFields)

export function secretsIn(value: unknown, path: readonly (string | number)[] = []): InvalidField[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => [
    ...(SECRETS.includes(key)
      ? [{ field: fieldName([...path, key]), message: 'must not be sent here' }]
      : []),
    ...secretsIn(member, [...path, key]),
  ])
}

/** Card and account numbers have no business here; they are refused wherever they stand and never logged. */
const SECRETS: readonly string[] = ['pan', 'cvv', 'accountNumber', 'token']

function invalidFields(issue: z.core.$ZodIssue): InvalidField[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: fieldName([...issue.path, key]), message: 'is not known here' }))
  return [{ field: fieldName(issue.path), message: issue.message }]
}

const fieldName = (path: readonly PropertyKey[]): string => path.map(String).join('.')

import type * as z from 'zod'
import type { InvalidField } from '../domain/refusal.ts'

/** What is wrong with a body, by the names that a caller knows. */

/** Rules §1, Representation. */
export const INVALID_FIELDS_LIMIT = 1000

export const problemsIn = (parsed: z.ZodSafeParseResult<unknown> | undefined): InvalidField[] =>
  (parsed?.error?.issues ?? []).flatMap(invalidFields)

/** What is refused wherever it stands. */
export function forbiddenIn(value: unknown, path: readonly (string | number)[] = []): InvalidField[] {
  if (typeof value === 'string')
    return value.isWellFormed() ? [] : [{ field: fieldName(path), message: BROKEN }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => {
    const inside = [...path, key.toWellFormed()]
    const message = SECRETS.includes(key) ? 'must not be sent here' : BROKEN
    return [
      ...(SECRETS.includes(key) || !key.isWellFormed() ? [{ field: fieldName(inside), message }] : []),
      ...forbiddenIn(member, inside),
    ]
  })
}

/** Card and account numbers have no business here; they are refused wherever they stand and never logged. */
const SECRETS: readonly string[] = ['pan', 'cvv', 'accountNumber', 'token']

/** JSON can say half a character, which nothing can keep. */
const BROKEN = 'must be well-formed Unicode: half of a surrogate pair stands alone'

function invalidFields(issue: z.core.$ZodIssue): InvalidField[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: fieldName([...issue.path, key]), message: 'is not known here' }))
  return [{ field: fieldName(issue.path), message: issue.message }]
}

const fieldName = (path: readonly PropertyKey[]): string => path.map(String).join('.')

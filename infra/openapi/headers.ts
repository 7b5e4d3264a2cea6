import { IDS } from './examples/ids.ts'

/** The headers of answers, as the document has them among its components. */
export const HEADERS = {
  ETag: header('The version of what is answered, to be sent as If-Match.', '"3"'),
  Location: header(
    'Where what was created stands.',
    `https://payouts.example.org/v1/organizations/${IDS.organization}/…`,
  ),
  'Idempotent-Replayed': header('`true`: the answer was given before, to the same Idempotency-Key.', 'true'),
  'X-RateLimit-Limit': count('How many writing calls the organization may make in a window.', 3000),
  'X-RateLimit-Remaining': count('How many of them are left.', 2999),
  'X-RateLimit-Retry-After': count('The UTC second from which calls may succeed again.', 1_772_449_200),
  'Retry-After': count('In how many seconds the same call may succeed.', 2),
  'WWW-Authenticate': header('How to authenticate.', 'Bearer realm="payout-desk"'),
  'Pagination-Total': count('How much the whole collection has.', 2),
  'Pagination-Limit': count(
    'How much a page has at most; less than asked for where a page ended early.',
    100,
  ),
  'Pagination-Offset': count('How much stands before the page.', 0),
  'Pagination-Total-Relation': header(
    '`gte`: there are at least so many; counting them all would take too long.',
    'gte',
  ),
  'Payout-Outcome': header('`allocated`, or `partially-allocated` where something is left.', 'allocated'),
  'Preference-Applied': header('What of the Prefer header was honoured.', 'wait=20'),
} as const

export type HeaderName = keyof typeof HEADERS

export const PAGINATION = [
  'Pagination-Total',
  'Pagination-Limit',
  'Pagination-Offset',
  'Pagination-Total-Relation',
] as const satisfies readonly HeaderName[]

export const headersNamed = (names: readonly HeaderName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

function header(description: string, example: string) {
  return { description, schema: { type: 'string' as const }, example }
}

function count(description: string, example: number) {
  return { description, schema: { type: 'integer' as const }, example }
}

import fc from 'fast-check'
import { BODY_MUTATIONS } from './body-mutations.ts'
import type { Credential, FuzzCall } from './calls.ts'
import { changed, type Mutation } from './mutation.ts'
import { anyOf, type Pools } from './pools.ts'
import { STRANGE_QUERY_VALUES, STRANGE_TEXTS } from './strange-values.ts'

/** Half of all calls are as the document allows them, the others once or twice not. */
export function mutated(calls: fc.Arbitrary<FuzzCall>, pools: Pools): fc.Arbitrary<FuzzCall> {
  const once = (call: FuzzCall): fc.Arbitrary<FuzzCall> =>
    fc.oneof(...MUTATIONS.flatMap((mutate) => mutate(call, pools) ?? []))
  return calls.chain((call) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(call) },
      { weight: 4, arbitrary: once(call) },
      { weight: 1, arbitrary: once(call).chain(once) },
    ),
  )
}

/** As a client that means no harm may send it. */
const header =
  (name: string, values: fc.Arbitrary<string>, applies: (call: FuzzCall) => boolean = () => true): Mutation =>
  (call) =>
    applies(call)
      ? values.map((value) =>
          changed(call, `${name}: ${value}`, { headers: { ...call.headers, [name]: value } }),
        )
      : undefined

const MEDIA_TYPES = fc.constantFrom(
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/merge-patch+json',
  'APPLICATION/JSON',
  'application/json;',
  'json',
  '*/*',
)

const TAGS = fc.constantFrom('"0"', '"999999"', '1', 'garbage', '""', '"1', ',', 'W/', '*', '"-1"', '"1e0"')

const KEYS = fc.constantFrom(
  'k'.repeat(255),
  'k'.repeat(256),
  'k'.repeat(4_000),
  '\u00e9\u00ff',
  '"',
  'a b',
  '#',
)

const anotherId: Mutation = (call, pools) => {
  const names = Object.keys(call.ids)
  if (names.length === 0) return undefined
  const values = fc.oneof(
    STRANGE_TEXTS.map((text) => text.toWellFormed()).filter((text) => text !== '' && text.length < 3_000),
    anyOf(() => pools.ids('foreignIds')),
  )
  return fc
    .tuple(fc.constantFrom(...names), values)
    .map(([name, value]) => changed(call, `{${name}}: ${value}`, { ids: { ...call.ids, [name]: value } }))
}

const STATUS_OF: Readonly<Record<Exclude<Credential, 'ours'>, number>> = {
  nobody: 401,
  misspelt: 401,
  incapable: 403,
  foreign: 404,
}

/** A key needs some permission. */
export const INCAPABLE_BUT_OF = 'GetOrganization'

const anotherCredential: Mutation = (call) =>
  call.operation.id === INCAPABLE_BUT_OF
    ? undefined
    : fc
        .constantFrom('nobody' as const, 'misspelt' as const, 'incapable' as const, 'foreign' as const)
        .map((credential) => changed(call, credential, { credential, expects: STATUS_OF[credential] }))

const aStrangeParameter: Mutation = (call) => {
  const known = call.operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name)
  return fc
    .tuple(fc.constantFrom(...known, 'unknown', '__proto__'), STRANGE_QUERY_VALUES)
    .map(([name, value]) =>
      changed(call, `?${name}=${value}`, {
        query: [...call.query.filter(([one]) => one !== name), [name, value]],
      }),
    )
}

const aParameterTwice: Mutation = (call) => {
  const [first] = call.query
  return first && fc.constant(changed(call, `${first[0]} twice`, { query: [...call.query, first] }))
}

/** rebilly-js-sdk sends a form of no length with what has no body. */
const likeThePublishedClient: Mutation = (call) =>
  call.operation.method !== 'POST' || call.body !== undefined
    ? undefined
    : fc.constant(
        changed(call, 'as the published client', {
          ending: '/',
          body: '',
          headers: { ...call.headers, 'Content-Type': 'application/x-www-form-urlencoded' },
        }),
      )

const hasBody = ({ body }: FuzzCall) => body !== undefined
const writes = ({ operation }: FuzzCall) => operation.method !== 'GET'

const MUTATIONS: readonly Mutation[] = [
  ...BODY_MUTATIONS,
  header('Content-Type', MEDIA_TYPES, hasBody),
  header('If-Match', TAGS, writes),
  header('Idempotency-Key', KEYS, writes),
  header('Accept', fc.constantFrom('text/csv', 'text/html', '*/*;q=0', 'text/csv;q=nan', '')),
  header('Prefer', fc.constantFrom('wait=-1', 'wait=0, respond-async', 'return=minimal', 'wait=', ';;,')),
  header('X-HTTP-Method-Override', fc.constant('DELETE')),
  anotherId,
  anotherCredential,
  aStrangeParameter,
  aParameterTwice,
  likeThePublishedClient,
]

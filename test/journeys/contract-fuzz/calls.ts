import fc from 'fast-check'
import type { ApiDocument, ApiOperation, Parameter } from './described-api.ts'
import { knownMembers, NEW_ID, ofOwner } from './known-members.ts'
import { anyOf, kindOf, type Pools, resourceOf } from './pools.ts'
import { filterOf, sortOf } from './query-values.ts'
import { type Known, valuesOf } from './schema-values.ts'

/** A call as it will be sent, and how it came to be so. */
export interface FuzzCall {
  readonly operation: ApiOperation
  /** What stands in the path for each of its names, not yet encoded. */
  readonly ids: Ids
  /** Values as they stand in the URL. */
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly headers: Readonly<Record<string, string>>
  /** The body's text. */
  readonly body: string | undefined
  readonly credential: Credential
  /** Slashes behind the path. */
  readonly ending: string
  /** What was done to it since the document would have allowed it. */
  readonly mutations: readonly string[]
  /** The status it must be answered with, whatever else is wrong with it. */
  readonly expects?: number
  /** It was made before, with the same Idempotency-Key. */
  readonly isRepeated?: true
}

export type Ids = Readonly<Record<string, string>>

export type Credential = 'ours' | 'nobody' | 'misspelt' | 'foreign' | 'incapable'

interface Parts {
  readonly document: ApiDocument
  readonly pools: Pools
  /** Whether the document allows such a body of this operation. */
  readonly allowsBody: (operation: ApiOperation, body: unknown) => boolean
}

/** Calls as the document describes them, of things that are there. */
export function allowedCalls(operation: ApiOperation, parts: Parts): fc.Arbitrary<FuzzCall> {
  const at = (place: Parameter['in']) => operation.parameters.filter((one) => one.in === place)
  return idsOf(operation, parts.pools).chain((ids) => {
    const known = knownMembers(parts.pools, ids['id'])
    return fc.record({
      operation: fc.constant(operation),
      ids: fc.constant(ids),
      query: someOf(at('query').map((one) => [one, queryValue(one, operation, parts, known).map(encoded)])),
      headers: someOf(at('header').map((one) => [one, headerValue(one)])).map((all) =>
        Object.fromEntries(all),
      ),
      body: bodyOf(operation, parts, known),
      credential: fc.constant<Credential>('ours'),
      ending: fc.constantFrom('', '', '', '/'),
      mutations: fc.constant([]),
    })
  })
}

/** A PUT may name what is not there yet; what stands behind an id belongs to it more often than not. */
function idsOf({ method, path }: ApiOperation, pools: Pools): fc.Arbitrary<Ids> {
  const [first, ...further] = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  if (first === undefined) return fc.constant({})
  const kind = resourceOf(path)
  const owners = () =>
    pools.ids(kind).filter((id) => further.every((name) => pools.foundWith(id, kindOf(name)).length > 0))
  const there = further.length > 0 ? anyOf(owners) : anyOf(() => pools.ids(kind))
  return (method === 'PUT' ? fc.oneof(there, NEW_ID) : there).chain((id) =>
    fc
      .record(Object.fromEntries(further.map((name) => [name, ofOwner(id, kindOf(name), pools)])))
      .map((others) => ({ [first]: id, ...others })),
  )
}

function bodyOf(operation: ApiOperation, parts: Parts, known: Known): fc.Arbitrary<string | undefined> {
  const { body } = operation
  if (!body) return fc.constant(undefined)
  const bodies = valuesOf(body.schema, { resolve: parts.document.resolve, known })
    .filter((value) => parts.allowsBody(operation, value))
    .map((value) => JSON.stringify(value))
  if (body.required) return bodies
  return fc.oneof({ weight: 4, arbitrary: bodies }, { weight: 1, arbitrary: fc.constant(undefined) })
}

function queryValue(
  parameter: Parameter,
  operation: ApiOperation,
  { document, pools }: Parts,
  known: Known,
): fc.Arbitrary<string> {
  const filter = operation.parameters.find(({ name }) => name === 'filter')
  if (parameter.name === 'filter') return filterOf(parameter, pools)
  if (parameter.name === 'sort' && filter) return sortOf(filter)
  if (parameter.name === 'offset') return fc.constantFrom('0', '1', '5')
  return valuesOf(parameter.schema, { resolve: document.resolve, known }, parameter.name).map(String)
}

const encoded = (value: string): string => encodeURIComponent(value.toWellFormed())

const headerValue = ({ name }: Parameter): fc.Arbitrary<string> =>
  HEADER_VALUES[name] ?? fc.stringMatching(/^[ -~]{1,40}$/).map((text) => text.trim() || '-')

const HEADER_VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'If-Match': fc.constantFrom('"1"', '"2"', '"3"', '*', 'W/"1"', '"1", "2", "3", "4"'),
  Prefer: fc.constantFrom('respond-async', 'wait=0', 'wait=2'),
}

/** Each that may be left out is there now and then. */
const someOf = (
  all: readonly (readonly [parameter: Parameter, values: fc.Arbitrary<string>])[],
): fc.Arbitrary<[string, string][]> =>
  fc
    .tuple(
      ...all.map(([{ name, required }, values]) => {
        const given = values.map((value): [string, string] => [name, value])
        return required
          ? given
          : fc.oneof({ weight: 3, arbitrary: NOT_GIVEN }, { weight: 1, arbitrary: given })
      }),
    )
    .map((given) => given.filter((one) => one !== null))

const NOT_GIVEN = fc.constant(null)

import fc from 'fast-check'
import { changed, type Mutation } from './mutation.ts'
import { anyOf, type Pools } from './pools.ts'
import { STRANGE_LITERALS, STRANGE_VALUES } from './strange-values.ts'

type Path = readonly (string | number)[]

/** Every place in a JSON value, the whole of it last. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const members: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  return [...members.flatMap(([name, inside]) => placesIn(inside, [...path, name])), path]
}

/** The value with another at one place; undefined takes the member out. */
function withAt(value: unknown, [name, ...rest]: Path, put: unknown): unknown {
  if (name === undefined) return put
  const copy: any = Array.isArray(value) ? [...value] : { ...(value as object) }
  const inside = withAt(copy[name], rest, put)
  if (inside !== undefined)
    Object.defineProperty(copy, name, { value: inside, writable: true, enumerable: true, configurable: true })
  else if (Array.isArray(copy)) copy.splice(Number(name), 1)
  else delete copy[name]
  return copy
}

/** Mutates the body's JSON, where there is some. */
const json =
  (mutate: (value: unknown, pools: Pools) => fc.Arbitrary<readonly [name: string, body: string]>): Mutation =>
  (call, pools) => {
    const value = parsed(call.body)
    return value === undefined
      ? undefined
      : mutate(value, pools).map(([name, body]) => changed(call, name, { body }))
  }

/** What has been made strange as a whole is left as it is. */
const SIZE_LIMIT = 5_000

const parsed = (text = ''): unknown => {
  try {
    return text.length > SIZE_LIMIT ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

const placeIn = (value: unknown): fc.Arbitrary<Path> => fc.constantFrom(...placesIn(value))

const told = (path: Path): string => path.join('.') || 'the body'

const without = json((value) =>
  placeIn(value).map((path) => [
    `without ${told(path)}`,
    JSON.stringify(withAt(value, path, undefined)) ?? '',
  ]),
)

const strange = json((value) =>
  fc
    .tuple(placeIn(value), STRANGE_VALUES)
    .map(([path, put]) => [`strange ${told(path)}`, JSON.stringify(withAt(value, path, put))]),
)

const foreign = json((value, pools) =>
  fc
    .tuple(
      placeIn(value),
      anyOf(() => pools.ids('foreignIds')),
    )
    .map(([path, id]) => [`${told(path)} of others`, JSON.stringify(withAt(value, path, id))]),
)

/** Each member of a body may be missing from it: what the document knows, put in as anything. */
const unasked: Mutation = (call) => {
  const value = parsed(call.body)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const names = fc.constantFrom(
    'status',
    'id',
    'unknown',
    'version',
    'organizationId',
    'pan',
    'token',
    '__proto__',
    'description',
  )
  return fc
    .tuple(names, STRANGE_VALUES)
    .map(([name, put]) => changed(call, `with ${name}`, { body: JSON.stringify(withAt(value, [name], put)) }))
}

const PLACEHOLDER = '"\u2603number"'

const literal = json((value) =>
  fc
    .tuple(placeIn(value), STRANGE_LITERALS)
    .map(([path, text]) => [
      `${told(path)} written ${text}`,
      JSON.stringify(withAt(value, path, JSON.parse(PLACEHOLDER))).replace(PLACEHOLDER, text),
    ]),
)

const longer = json((value) => {
  const lists = placesIn(value).filter((path) => Array.isArray(at(value, path)))
  if (lists.length === 0) return fc.constant(['unchanged', JSON.stringify(value)])
  return fc.tuple(fc.constantFrom(...lists), fc.constantFrom(0, 2, 101, 1_001)).map(([path, count]) => {
    const list = at(value, path) as unknown[]
    const longer = Array.from({ length: count }, (_, i) => list[i % Math.max(1, list.length)] ?? i)
    return [`${count} of ${told(path)}`, JSON.stringify(withAt(value, path, longer))]
  })
})

const at = (value: unknown, path: Path): any => path.reduce((inside: any, name) => inside?.[name], value)

/** What stands in the place of a body. */
const anotherBody: Mutation = (call) => {
  const { method } = call.operation
  const text = call.body ?? '{}'
  if (method === 'GET' && call.body === undefined)
    return fc.constantFrom('{}', '{').map((body) => changed(call, `a body: ${body}`, { body }))
  return fc
    .constantFrom<readonly [string, string]>(
      ['cut off', text.slice(0, -1)],
      ['followed by more', `${text}{}`],
      ['behind a byte order mark', `\ufeff${text}`],
      ['a comment', `${text}// that is all`],
      ['nothing', ''],
      ['blanks', ' \r\n\t '],
      ['null', 'null'],
      ['a list', '[]'],
      ['a text', '"{}"'],
      ['a number', '1'],
      ['a member twice', text.replace('{', '{"status":1,"status":"ready",')],
      ['nested deeply', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
      ['deep in a member', `{"a":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`],
      ['too large', JSON.stringify({ description: 'x'.repeat(1_000_001) })],
      ['a form', 'amount=100&currency=EUR'],
      ['prototype', '{"__proto__":{"amount":1},"constructor":{"prototype":{}}}'],
    )
    .map(([name, body]) => changed(call, `a body ${name}`, { body }))
}

export const BODY_MUTATIONS: readonly Mutation[] = [
  without,
  strange,
  foreign,
  unasked,
  literal,
  longer,
  anotherBody,
]

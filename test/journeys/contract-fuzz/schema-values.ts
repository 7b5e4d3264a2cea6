import fc from 'fast-check'
import type { ApiDocument, Schema } from './described-api.ts'
import { STRANGE_TEXTS } from './strange-values.ts'

/** Something better than any value that a schema allows, for a member of this name. */
export type Known = (member: string, schema: Schema) => fc.Arbitrary<unknown> | undefined

/**
 * Values that a schema of the document describes. What takes several members to be right (`oneOf`, `if`) is left to
 * whoever filters the whole.
 */
export function valuesOf(
  schema: Schema,
  context: { readonly resolve: ApiDocument['resolve']; readonly known: Known },
  member = '',
): fc.Arbitrary<unknown> {
  const inside = (one: unknown, name = member) => valuesOf(asSchema(one), context, name)
  const { $ref, type, enum: values, properties } = schema
  const alternatives = listAt(schema, 'anyOf') ?? listAt(schema, 'oneOf')

  if (typeof $ref === 'string') return inside(context.resolve(`#${$ref.split('#')[1]}`))
  if ('const' in schema) return fc.constant(schema['const'])
  const known = context.known(member, schema)
  if (known) return known
  if (Array.isArray(values)) return fc.constantFrom<unknown>(...values)
  if (alternatives && !properties) return fc.oneof(...alternatives.map((one) => inside(one)))
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => inside({ ...schema, type: one })))
  if (type === 'object') return objectOf(schema, inside)
  if (type === 'array') return listOf(schema, inside)
  return scalarOf(schema)
}

type Inside = (schema: unknown, member?: string) => fc.Arbitrary<unknown>

function objectOf(schema: Schema, inside: Inside): fc.Arbitrary<unknown> {
  const members = Object.entries(asSchema(schema['properties'] ?? {}))
  const required = (listAt(schema, 'required') ?? []).map(String)
  if (members.length === 0 && schema['additionalProperties'])
    return fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), inside(schema['additionalProperties']), {
      maxKeys: 4,
    })
  const values = Object.fromEntries(members.map(([name, one]) => [name, inside(one, name)]))
  return fc.record(values, { requiredKeys: required.filter((name) => name in values) })
}

/** Seldom more than a few: what a list may hold at most is for the mutations. */
function listOf(schema: Schema, inside: Inside): fc.Arbitrary<unknown> {
  const least = numberAt(schema, 'minItems') ?? 0
  const maxLength = Math.min(numberAt(schema, 'maxItems') ?? Number.POSITIVE_INFINITY, least + 3)
  const limits = { minLength: least, maxLength, selector: (one: unknown) => JSON.stringify(one) }
  return fc.uniqueArray(inside(schema['items'] ?? {}), limits)
}

function scalarOf(schema: Schema): fc.Arbitrary<unknown> {
  switch (schema['type']) {
    case 'string':
      return textOf(schema)
    case 'integer':
    case 'number':
      return numberOf(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue()
  }
}

const FIRST_TIME = new Date('2020-01-01T00:00:00Z')
const LAST_TIME = new Date('2030-12-31T23:59:59Z')

function textOf(schema: Schema): fc.Arbitrary<string> {
  if (schema['format'] === 'date-time')
    return fc.date({ min: FIRST_TIME, max: LAST_TIME, noInvalidDate: true }).map((time) => time.toISOString())
  const maxLength = numberAt(schema, 'maxLength')
  const minLength = numberAt(schema, 'minLength') ?? 0
  const fits = (text: string) => text.length >= minLength && text.length <= (maxLength ?? text.length)
  if (typeof schema['pattern'] === 'string')
    return fc.stringMatching(new RegExp(schema['pattern']), { size: 'small' }).filter(fits)
  const limits = { minLength, maxLength: Math.min(maxLength ?? 40, minLength + 40) }
  return fc.oneof(
    fc.string(limits),
    fc.string({ ...limits, unit: 'grapheme' }).filter(fits),
    STRANGE_TEXTS.filter(fits),
  )
}

function numberOf(schema: Schema): fc.Arbitrary<number> {
  const above = numberAt(schema, 'exclusiveMinimum')
  const min = numberAt(schema, 'minimum') ?? (above === undefined ? 0 : above + 1)
  const max = numberAt(schema, 'maximum') ?? min + 10_000
  return fc.integer({ min, max: Math.min(max, Number.MAX_SAFE_INTEGER) })
}

const asSchema = (value: unknown): Schema => (value === true ? {} : (value as Schema))

const listAt = (schema: Schema, keyword: string): readonly unknown[] | undefined => {
  const value = schema[keyword]
  return Array.isArray(value) ? value : undefined
}

const numberAt = (schema: Schema, keyword: string): number | undefined => {
  const value = schema[keyword]
  return typeof value === 'number' ? value : undefined
}

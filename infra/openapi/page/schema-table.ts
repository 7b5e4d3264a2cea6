import * as z from 'zod'
import { type Html, html, inline } from './html.ts'
import { nameIn } from './shown.ts'

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  format: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
})

type Schema = z.infer<typeof Schema>

/** The members of a schema, those of its members below them by their paths. */
export function schemaTable(schema: unknown): Html {
  const rows = membersOf(Schema.parse(schema), '')
  return rows.length === 0
    ? html`<p>${typeOf(schema)}</p>`
    : html`<table><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody>${rows}</tbody></table>`
}

function membersOf(schema: Schema, path: string): Html[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const member = Schema.parse(value)
    const optional = schema.required?.includes(name) ? '' : html` <small>optional</small>`
    return [
      html`<tr><td><code>${path}${name}</code>${optional}</td><td>${typeOf(value)}</td><td>${inline(member.description ?? '')}</td></tr>`,
      ...membersOf(member, `${path}${name}.`),
    ]
  })
  const nested = [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map(
    (one) => Schema.safeParse(one).data,
  )
  const seen = new Set<string>()
  return [...own, ...nested.flatMap((one) => (one ? membersOf(one, path) : []))].filter(({ text }) => {
    const isNew = !seen.has(text)
    seen.add(text)
    return isNew
  })
}

/** In short: `string (date-time) or null`, `list of Allocation`. */
export function typeOf(value: unknown): Html {
  const { data: schema } = Schema.safeParse(value)
  if (!schema) return html`anything`
  if (schema.$ref !== undefined) return linkToSchema(nameIn({ $ref: schema.$ref }))
  const choices = schema.anyOf ?? schema.oneOf
  if (choices && schema.properties === undefined) return joined(choices.map(typeOf), ' or ')
  if (schema.const !== undefined) return enumeration([schema.const])
  if (schema.enum) return enumeration(schema.enum)
  if (schema.type === 'array') return html`list of ${typeOf(schema.items)}`
  const type = [schema.type ?? 'anything'].flat().join(' or ')
  return html`${type}${schema.format === undefined ? '' : ` (${schema.format})`}`
}

export const linkToSchema = (name: string): Html => html`<a href="#schema-${name}">${name}</a>`

const ENUMERATED_LIMIT = 12

const enumeration = (values: readonly unknown[]): Html => {
  const shown = values
    .slice(0, ENUMERATED_LIMIT)
    .map((value) => html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`)
  const more = values.length - shown.length
  return html`${joined(shown, ', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const joined = (parts: readonly Html[], separator: string): Html =>
  html`${parts.map((part, i) => (i === 0 ? part : html`${separator}${part}`))}`

import { EVENT_TYPES } from '../../shared/domain/event.ts'
import type { OpenApiDocument } from './document.ts'
import { schemaNameOf } from './events.ts'

const COMPONENTS = '#/components/schemas/'
const DEFINITIONS = '#/$defs/'

/** One JSON Schema that every event fits, whose definitions are the schemas of the single events: for who knows no OpenAPI. */
export function eventSchemas({ components: { schemas } }: OpenApiDocument): object {
  const events = EVENT_TYPES.map(schemaNameOf)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:payout-desk:events',
    title: 'Events of Payout Desk',
    oneOf: events.map((name) => ({ $ref: `${DEFINITIONS}${name}` })),
    $defs: Object.fromEntries(
      [...withReferred(schemas, events)].map((name) => [name, definitionOf(schemas[name])]),
    ),
  }
}

type Schemas = Readonly<Record<string, unknown>>

/** These schemas and all that they refer to. A set gives what is added while it is gone through as well. */
function withReferred(schemas: Schemas, names: readonly string[]): ReadonlySet<string> {
  const all = new Set(names)
  for (const name of all)
    for (const [, referred = ''] of JSON.stringify(schemas[name]).matchAll(REFERENCE)) all.add(referred)
  return all
}

const REFERENCE = new RegExp(`"\\$ref":"${COMPONENTS}(\\w+)"`, 'g')

const definitionOf = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema).replaceAll(`"$ref":"${COMPONENTS}`, `"$ref":"${DEFINITIONS}`))

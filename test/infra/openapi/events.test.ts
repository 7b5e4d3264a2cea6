import { expect, it } from 'vitest'
import * as z from 'zod'
import { openApiDocument } from '../../../infra/openapi/document.ts'
import { eventSchemas } from '../../../infra/openapi/event-schemas.ts'
import { EVENTS } from '../../../shared/contracts/events.ts'
import { EVENT_TYPES } from '../../../shared/domain/event.ts'
import { expectPublishedShape } from '../../harness/event-schema.ts'
import { examplesIn } from './described.ts'

const Content = z.record(z.string(), z.object({ examples: z.record(z.string(), z.any()) }))
const Webhooks = z.record(
  z.string(),
  z.object({
    post: z.object({ description: z.string().min(20), requestBody: z.object({ content: Content }) }),
  }),
)
const Published = z.object({
  oneOf: z.array(z.object({ $ref: z.string() })),
  $defs: z.record(z.string(), z.unknown()),
})
const TypeOfEvent = z.object({ properties: z.object({ eventType: z.object({ const: z.string() }) }) })

const document = await openApiDocument()
const webhooks = Webhooks.parse(document.webhooks)
const schema = Published.parse(eventSchemas(document))

it('the document and the schema have every event of the closed list, and no other', () => {
  expect(Object.keys(webhooks)).toEqual(EVENT_TYPES)
  const definitions = schema.oneOf.map(({ $ref }) => schema.$defs[$ref.replace('#/$defs/', '')])
  const types = definitions.map((one) => TypeOfEvent.parse(one).properties.eventType.const)
  expect(types).toEqual(EVENT_TYPES)
})

it.each(EVENT_TYPES)('%s has an example that fits its schema, all of it', (eventType) => {
  const examples = examplesIn(document, webhooks[eventType]?.post.requestBody.content['application/json'])
  expect(examples).toHaveLength(1)
  for (const example of examples) {
    expect(example).toMatchObject({ eventType })
    expect(EVENTS[eventType].parse(example)).toEqual(example)
    expectPublishedShape(example)
  }
})

it('what does not fit is told', () => {
  const [example] = examplesIn(
    document,
    webhooks['payout-request-created']?.post.requestBody.content['application/json'],
  )
  for (const wrong of [
    { ...Object(example), eventType: 'payout-request-reversed' },
    { ...Object(example), version: undefined },
    { ...Object(example), _embedded: {} },
  ])
    expect(() => expectPublishedShape(JSON.parse(JSON.stringify(wrong)))).toThrow()
})

it('the schema refers to nothing outside itself', () => {
  const references = [...JSON.stringify(schema).matchAll(/"\$ref":"([^"]+)"/g)].map(([, $ref = '']) => $ref)
  const known = Object.keys(schema.$defs).map((name) => `#/$defs/${name}`)
  expect(references.length).toBeGreaterThan(EVENT_TYPES.length)
  expect(references.filter((reference) => !known.includes(reference))).toEqual([])
})

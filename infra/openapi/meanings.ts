import { BATCH_MEANINGS } from './meanings/batches.ts'
import { EVENT_MEANINGS } from './meanings/events.ts'
import { PAYOUT_REQUEST_MEANINGS } from './meanings/payout-requests.ts'
import { REFERENCE_DATA_MEANINGS } from './meanings/reference-data.ts'
import { SCHEDULE_MEANINGS } from './meanings/schedules.ts'
import { WEBHOOK_MEANINGS } from './meanings/webhooks.ts'

/** One word, one meaning, in whatever body it stands. */
const MEANINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...SCHEDULE_MEANINGS,
    ...PAYOUT_REQUEST_MEANINGS,
    ...BATCH_MEANINGS,
    ...REFERENCE_DATA_MEANINGS,
    ...EVENT_MEANINGS,
    ...WEBHOOK_MEANINGS,
  }),
)

/** The schema with a description of every member, wherever it stands in it. */
export function withMeanings(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withMeanings)
  if (!isObject(schema)) return schema
  const { properties, ...rest } = schema
  const others = Object.entries(rest).map(
    ([keyword, value]) => [keyword, CARRIERS.has(keyword) ? withMeanings(value) : value] as const,
  )
  return {
    ...Object.fromEntries(others),
    ...(isObject(properties) && { properties: describedMembers(properties) }),
  }
}

/** Keywords that hold further schemas. */
const CARRIERS: ReadonlySet<string> = new Set(['items', 'anyOf', 'oneOf', 'allOf', 'additionalProperties'])

const describedMembers = (properties: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(properties).map(([member, schema]) => {
      const whole = withMeanings(schema)
      const lacksWords = isObject(whole) && whole['description'] === undefined
      return [member, lacksWords ? { description: meaningOf(member), ...whole } : whole]
    }),
  )

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function meaningOf(member: string): string {
  const meaning = MEANINGS.get(member)
  if (meaning === undefined)
    throw new Error(`What is "${member}"? Say it in a sentence in infra/openapi/meanings/.`)
  return meaning
}

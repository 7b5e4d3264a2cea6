import * as z from 'zod'
import { allocationOrder, TOKENS } from '../../shared/contracts/allocation-order.ts'
import { AddedMembers, BatchPatch, NewBatchBody } from '../../shared/contracts/batch.ts'
import { NewRedelivery } from '../../shared/contracts/delivery.ts'
import { amount, currency, link, money, outboundLink } from '../../shared/contracts/fields.ts'
import { paymentMethod } from '../../shared/contracts/payment-method.ts'
import { PayoutRequestPatchBody } from '../../shared/contracts/payout-request.ts'
import { SELECTED_INSTRUMENT } from '../../shared/domain/auto-allocation/allocation-order.ts'
import { PAYMENT_METHODS } from '../../shared/domain/payment-method.ts'
import { COMPONENTS } from './components.ts'

/** Schemas that are named in the document besides bodies. */
export const NAMED_SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  ...Object.fromEntries(COMPONENTS.map(({ name, schema }) => [name, schema])),
  Currency: currency,
  PaymentMethod: paymentMethod,
  AllocationOrder: allocationOrder,
}

type JsonSchema = z.core.JSONSchema.BaseSchema

const oneOfTheTwo = { oneOf: [{ required: ['payoutRequestIds'] }, { required: ['filter'] }] }

/** What zod checks by code, said in the words of JSON Schema. */
const IN_WORDS: ReadonlyMap<unknown, JsonSchema> = new Map<unknown, JsonSchema>([
  [amount, { type: 'number', exclusiveMinimum: 0 }],
  [money, { type: 'number' }],
  [currency, { pattern: '^[A-Z]{3}$', description: 'ISO 4217, in upper case.', examples: ['EUR'] }],
  [link, { format: 'uri' }],
  [outboundLink, { format: 'uri' }],
  [paymentMethod, { enum: [...PAYMENT_METHODS], description: 'By its exact name.' }],
  [
    allocationOrder,
    {
      items: { type: 'string', enum: [...TOKENS] },
      contains: { const: SELECTED_INSTRUMENT },
      description:
        'The order in which a customer’s instruments are tried: names of payment methods, `alternative-payment-methods`, and `selected-payment-instrument` once.',
      examples: [['selected-payment-instrument', 'payment-card', 'alternative-payment-methods']],
    },
  ],
  [NewBatchBody, oneOfTheTwo],
  [AddedMembers, oneOfTheTwo],
  [NewRedelivery, { oneOf: [{ required: ['eventId'] }, { required: ['since'] }] }],
  [BatchPatch, { anyOf: [{ required: ['description'] }, { required: ['allocationOrder'] }] }],
  [
    PayoutRequestPatchBody,
    {
      if: { required: ['status'], properties: { status: { const: 'canceled' } } },
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: { required: ['canceledBy'], properties: { canceledBy: true } },
    },
  ],
])

/** Changes what zod-openapi has made of a schema by what only code says. */
export function complete(schema: unknown, json: JsonSchema, io: 'input' | 'output'): void {
  if (schema === money) delete json.anyOf
  if (json.format === 'date-time') delete json.pattern // 300 characters that say the same
  Object.assign(json, IN_WORDS.get(schema))
  // Answers may come to have more members; only what is asked for can be closed.
  if (schema instanceof z.ZodObject && io === 'output') delete json.additionalProperties
  if (schema instanceof z.ZodRecord && json.required) nameMembers(json, json.required)
}

/** A record with a fixed set of keys, as the object that it is. */
function nameMembers(json: JsonSchema, names: readonly string[]): void {
  const { additionalProperties: value = {} } = json
  json.properties = Object.fromEntries(names.map((name) => [name, value]))
  delete json.propertyNames
  delete json.additionalProperties
}

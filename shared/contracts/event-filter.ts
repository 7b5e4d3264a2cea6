import * as z from 'zod'
import { minorFromDecimal } from '../domain/money.ts'
import { type Webhook, wantsEvent } from '../domain/webhook.ts'
import { PAYOUT_REQUEST_FIELDS } from './collections.ts'
import { readFilter } from './filter.ts'
import { matches } from './filter-match.ts'
import type { FieldValue } from './filter-values.ts'
import { writeJson } from './json.ts'

/** The payout request in an event, as far as a filter looks at it. */
const Request = z.object({
  id: z.string(),
  customerId: z.string(),
  websiteId: z.string(),
  batchId: z.string().nullable(),
  status: z.string(),
  blocked: z.boolean(),
  blockReason: z.string().nullable(),
  splitReason: z.string().nullable(),
  currency: z.string(),
  amount: z.number(),
  createdTime: z.string(),
  updatedTime: z.string(),
})

type Request = z.infer<typeof Request>

const Said = z.object({
  id: z.string().min(1),
  organizationId: z.string().min(1),
  eventType: z.string().min(1),
  occurredTime: z.iso.datetime(),
  _embedded: z.object({ payoutRequest: Request.optional().catch(undefined) }),
})

/** An event as it comes from the bus: what every event says, and all of it as it goes out to webhooks. */
export const ToldEvent = z
  .record(z.string(), z.unknown())
  .transform((detail) => ({ said: detail, body: writeJson(detail) }))
  .pipe(z.object({ said: Said, body: z.string() }))

export type ToldEvent = z.infer<typeof ToldEvent>

/**
 * Whether the webhook is to get the event. Its filter is over payout requests: an event about something else has none to
 * be judged by, and passes.
 */
export function listensTo(webhook: Webhook, { said }: ToldEvent): boolean {
  const { eventType, _embedded } = said
  const { payoutRequest } = _embedded
  if (!wantsEvent(webhook, eventType)) return false
  if (webhook.filter === null || payoutRequest === undefined) return true
  const { filter } = readFilter(webhook.filter, PAYOUT_REQUEST_FIELDS)
  return matches(filter, (field) => valueIn(payoutRequest, field))
}

function valueIn(request: Request, field: keyof typeof PAYOUT_REQUEST_FIELDS): FieldValue {
  if (field !== 'amount') return request[field]
  const minor = minorFromDecimal(request.amount, request.currency)
  return typeof minor === 'bigint' ? { minor, currency: request.currency } : null
}

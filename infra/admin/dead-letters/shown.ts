import { DeadLetter } from '../../../shared/contracts/dead-letter.ts'
import { isObject, parseObject } from '../../local/json.ts'

/** What may be shown of a message: a stream reader's letter whole, of all else only what is no personal data. */
export function shownOf(body: string): Readonly<Record<string, unknown>> {
  const message = parseObject(body)
  if (message === undefined) return { unreadable: `${body.length} characters that are no JSON object` }
  const letter = DeadLetter.safeParse(message)
  if (letter.success) return letter.data
  const detail = isObject(message['detail']) ? message['detail'] : {}
  const event = isObject(message['event']) ? message['event'] : {}
  return Object.fromEntries(
    Object.entries({ ...detail, ...event, ...message }).filter(
      ([name, value]) => SHOWN.has(name) && typeof value !== 'object',
    ),
  )
}

/** One line of it for people. */
export function textOf(shown: Readonly<Record<string, unknown>>): string {
  const letter = DeadLetter.safeParse(shown)
  if (!letter.success)
    return Object.entries(shown)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(', ')
  const { duty, key, version } = letter.data
  return `${duty}: ${key.pk} ${key.sk}, version ${version}`
}

/** Ids, amounts and reasons; names, texts and instruments of customers are not among them. */
const SHOWN = new Set([
  'reason',
  'detail-type',
  'organizationId',
  'payoutRequestId',
  'allocationId',
  'batchId',
  'runId',
  'transactionId',
  'gatewayTransactionId',
  'result',
  'amount',
  'currency',
  'processedTime',
])

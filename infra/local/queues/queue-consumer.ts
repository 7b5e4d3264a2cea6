import * as z from 'zod'
import type { Activity } from '../activity.ts'
import { checkPattern, matchesPattern } from '../events/pattern.ts'
import { parseObject } from '../json.ts'
import type { Lambdas } from '../lambda/lambdas.ts'
import type { QueueMapping } from '../template/event-sources.ts'
import { startLoop, type WakeableLoop } from '../wakeable.ts'
import { md5 } from './md5.ts'
import type { Message, MessageQueue } from './message-queue.ts'

export interface ConsumerParts {
  readonly queue: MessageQueue
  readonly lambdas: Lambdas
  readonly activity: Activity
  readonly region: string
  readonly onError: (error: unknown) => void
}

/** Gives a queue's messages to a function; what it does not take becomes visible again in its time. */
export function consumeQueue(mapping: QueueMapping, parts: ConsumerParts): WakeableLoop {
  mapping.filters.forEach(checkPattern)
  const concurrencyLimit = mapping.concurrencyLimit ?? DEFAULT_CONCURRENCY
  let running = 0
  const work = async () => {
    if (running >= concurrencyLimit) return false
    const messages = parts.queue.receive(mapping.batchSize)
    if (messages.length === 0) return false
    running += 1
    void process(messages, mapping, parts)
      .catch(parts.onError)
      .finally(() => {
        running -= 1
        loop.wake()
      })
    return true
  }
  const loop = startLoop(parts.activity, work, { idleMs: IDLE_MS, onError: parts.onError })
  return loop
}

/** Lambda begins with five pollers. */
const DEFAULT_CONCURRENCY = 5

/** How late a message may be seen after it became visible again. */
const IDLE_MS = 100

async function process(messages: Message[], mapping: QueueMapping, parts: ConsumerParts): Promise<void> {
  const [wanted = [], passedOver = []] = partition(messages, (message) => isWanted(message, mapping))
  passedOver.forEach(({ receiptHandle = '' }) => parts.queue.delete(receiptHandle))
  if (wanted.length === 0) return
  const event = { Records: wanted.map((message) => asRecord(message, parts)) }
  const result = await parts.lambdas.invoke(mapping.functionName, JSON.stringify(event))
  const failed = 'error' in result ? undefined : failedIds(result.payload, mapping)
  if (failed === undefined) return
  for (const { id, receiptHandle = '' } of wanted) if (!failed.has(id)) parts.queue.delete(receiptHandle)
}

/** Ids of the messages that the function did not take; undefined when it took none. */
function failedIds(payload: string, mapping: QueueMapping): ReadonlySet<string> | undefined {
  if (!mapping.reportsItemFailures) return new Set()
  const answer = BatchAnswer.safeParse(JSON.parse(payload))
  if (!answer.success) return undefined
  return new Set((answer.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier))
}

const BatchAnswer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullable()

function isWanted({ body }: Message, { filters }: QueueMapping): boolean {
  return (
    filters.length === 0 ||
    filters.some((filter) => matchesPattern(filter, { body: parseObject(body) ?? body }))
  )
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): Item[][] {
  return [items.filter(test), items.filter((item) => !test(item))]
}

function asRecord(message: Message, { queue, region }: ConsumerParts): object {
  return {
    messageId: message.id,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, { StringValue, DataType }]) => [
        name,
        { stringValue: StringValue, dataType: DataType, stringListValues: [], binaryListValues: [] },
      ]),
    ),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.description.arn,
    awsRegion: region,
  }
}

export function systemAttributes(message: Message): Record<string, string> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: 'local',
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? ''),
  }
}

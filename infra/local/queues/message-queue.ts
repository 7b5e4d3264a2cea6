import * as z from 'zod'
import type { QueueDescription } from '../template/queues.ts'

export type Message = z.infer<typeof MessageSchema>

/** A standard queue: at least once, in no order that anyone may rely on. */
export interface MessageQueue {
  readonly description: QueueDescription
  send(message: NewMessage): Message
  /** Takes messages out of sight; those received too often go to the dead-letter queue instead. */
  receive(limit: number, visibilityTimeoutSeconds?: number): Message[]
  /** Only the handle of a message's last receipt deletes it. */
  delete(receiptHandle: string): void
  changeVisibility(receiptHandle: string, seconds: number): void
  purge(): void
  messages(): Message[]
}

export interface NewMessage {
  readonly body: string
  readonly delaySeconds?: number
  readonly attributes?: Message['attributes']
}

export interface QueueEvents {
  /** Something was sent, received, deleted. */
  readonly changed: () => void
  readonly deadLetter: (deadLetterArn: string, message: Message) => void
}

export const MessageSchema = z.object({
  id: z.string(),
  body: z.string(),
  /** `MessageAttributes` of the API. */
  attributes: z.record(z.string(), z.record(z.string(), z.unknown())),
  sentAt: z.number(),
  visibleAt: z.number(),
  firstReceivedAt: z.number().optional(),
  receiveCount: z.number(),
  receiptHandle: z.string().optional(),
})

export function messageQueue(
  description: QueueDescription,
  kept: readonly Message[],
  events: QueueEvents,
): MessageQueue {
  const queue: QueueState = {
    description,
    events,
    messages: new Map(kept.map((message) => [message.id, message])),
  }
  return {
    description,
    send: (message) => send(queue, message),
    receive: (limit, seconds = description.visibilityTimeoutSeconds) => receive(queue, limit, seconds),
    delete: (receiptHandle) => remove(queue, received(queue, receiptHandle)),
    changeVisibility(receiptHandle, seconds) {
      const message = received(queue, receiptHandle)
      if (message !== undefined) replace(queue, { ...message, visibleAt: Date.now() + seconds * 1000 })
    },
    purge: () => {
      for (const message of queue.messages.values()) remove(queue, message)
    },
    messages: () => [...queue.messages.values()],
  }
}

interface QueueState {
  readonly description: QueueDescription
  readonly events: QueueEvents
  readonly messages: Map<string, Message>
}

function send(queue: QueueState, { body, delaySeconds, attributes = {} }: NewMessage): Message {
  const now = Date.now()
  const visibleAt = now + (delaySeconds ?? queue.description.delaySeconds) * 1000
  return replace(queue, {
    id: crypto.randomUUID(),
    body,
    attributes,
    sentAt: now,
    visibleAt,
    receiveCount: 0,
  })
}

function receive(queue: QueueState, limit: number, seconds: number): Message[] {
  const taken: Message[] = []
  for (const message of visible(queue)) {
    if (taken.length === limit) break
    const { redrive } = queue.description
    if (redrive !== undefined && message.receiveCount >= redrive.receiveLimit) {
      queue.events.deadLetter(redrive.deadLetterArn, message)
      remove(queue, message)
    } else {
      taken.push(replace(queue, receiptOf(message, seconds)))
    }
  }
  return taken
}

function receiptOf(message: Message, seconds: number): Message {
  const now = Date.now()
  return {
    ...message,
    firstReceivedAt: message.firstReceivedAt ?? now,
    receiveCount: message.receiveCount + 1,
    receiptHandle: crypto.randomUUID(),
    visibleAt: now + seconds * 1000,
  }
}

function visible(queue: QueueState): Message[] {
  const now = Date.now()
  const retentionMs = queue.description.retentionSeconds * 1000
  const all = [...queue.messages.values()]
  for (const old of all.filter(({ sentAt }) => now - sentAt > retentionMs)) remove(queue, old)
  return all.filter(({ id, visibleAt }) => queue.messages.has(id) && visibleAt <= now)
}

function received(queue: QueueState, receiptHandle: string): Message | undefined {
  return [...queue.messages.values()].find((message) => message.receiptHandle === receiptHandle)
}

function replace(queue: QueueState, message: Message): Message {
  queue.messages.set(message.id, message)
  queue.events.changed()
  return message
}

function remove(queue: QueueState, message: Message | undefined): void {
  if (message !== undefined && queue.messages.delete(message.id)) queue.events.changed()
}

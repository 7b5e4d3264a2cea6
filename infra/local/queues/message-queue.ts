import * as z from 'zod'
import type { QueueDescription } from '../template/queues.ts'

export type Message = z.infer<typeof MessageSchema>

/** A standard queue: at least once, in no order that anyone may rely on. */
export interface MessageQueue {
  readonly description: QueueDescription
  send(message: NewMessage): Message
  /** Takes messages out of sight; those received too often go to the dead-letter queue instead. */
  receive(limit: number, visibilityTimeoutSeconds?: number): Message[]
  /** True when the handle was that of a message's last receipt, or of none any more. */
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
  const messages = new Map(kept.map((message) => [message.id, message]))
  const replace = (message: Message) => {
    messages.set(message.id, message)
    events.changed()
  }
  const remove = (message: Message | undefined) => {
    if (message !== undefined && messages.delete(message.id)) events.changed()
  }
  const received = (receiptHandle: string) =>
    [...messages.values()].find((message) => message.receiptHandle === receiptHandle)
  const visible = (): Message[] => {
    const now = Date.now()
    const all = [...messages.values()]
    for (const old of all.filter(({ sentAt }) => now - sentAt > description.retentionSeconds * 1000))
      remove(old)
    return all.filter((message) => messages.has(message.id) && message.visibleAt <= now)
  }
  return {
    description,
    send({ body, delaySeconds = description.delaySeconds, attributes = {} }) {
      const now = Date.now()
      const message: Message = {
        id: crypto.randomUUID(),
        body,
        attributes,
        sentAt: now,
        visibleAt: now + delaySeconds * 1000,
        receiveCount: 0,
      }
      replace(message)
      return message
    },
    receive(limit, seconds = description.visibilityTimeoutSeconds) {
      const taken: Message[] = []
      for (const message of visible()) {
        if (taken.length === limit) break
        const { redrive } = description
        if (redrive !== undefined && message.receiveCount >= redrive.receiveLimit) {
          events.deadLetter(redrive.deadLetterArn, message)
          remove(message)
          continue
        }
        const now = Date.now()
        const receipt: Message = {
          ...message,
          firstReceivedAt: message.firstReceivedAt ?? now,
          receiveCount: message.receiveCount + 1,
          receiptHandle: crypto.randomUUID(),
          visibleAt: now + seconds * 1000,
        }
        replace(receipt)
        taken.push(receipt)
      }
      return taken
    },
    delete: (receiptHandle) => remove(received(receiptHandle)),
    changeVisibility(receiptHandle, seconds) {
      const message = received(receiptHandle)
      if (message !== undefined) replace({ ...message, visibleAt: Date.now() + seconds * 1000 })
    },
    purge: () => [...messages.values()].forEach(remove),
    messages: () => [...messages.values()],
  }
}

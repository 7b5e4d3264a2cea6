import * as z from 'zod'
import type { Activity } from '../activity.ts'
import { keptFile } from '../kept-file.ts'
import type { QueueDescription } from '../template/queues.ts'
import { type Message, type MessageQueue, MessageSchema, messageQueue } from './message-queue.ts'

export interface Queues {
  all(): MessageQueue[]
  byArn(arn: string): MessageQueue | undefined
  /** Told whenever a queue changed. */
  onChange(listener: (queue: MessageQueue) => void): void
  /** Resolves when the messages are in the file. */
  kept(): Promise<void>
}

export interface QueuesParts {
  readonly descriptions: readonly QueueDescription[]
  /** Queues that a function reads: their messages are work under way, those of other queues wait for a person. */
  readonly consumedArns: ReadonlySet<string>
  readonly activity: Activity
  readonly file: string | undefined
}

export async function openQueues(parts: QueuesParts): Promise<Queues> {
  const kept = await keptFile(parts.file, z.record(z.string(), z.array(MessageSchema)), {})
  const listeners: ((queue: MessageQueue) => void)[] = []
  const queues = new Map<string, MessageQueue>()
  const watches = new Map<string, (messages: readonly Message[]) => void>()

  const changed = (arn: string) => {
    const queue = queues.get(arn)
    if (queue === undefined) return
    watches.get(arn)?.(queue.messages())
    void kept.keep(Object.fromEntries([...queues].map(([key, queue]) => [key, queue.messages()])))
    for (const listener of listeners) listener(queue)
  }
  for (const description of parts.descriptions) {
    const { arn } = description
    if (parts.consumedArns.has(arn)) watches.set(arn, activeWhileThereAreAny(parts.activity))
    queues.set(
      arn,
      messageQueue(description, kept.value[arn] ?? [], {
        changed: () => changed(arn),
        deadLetter: (deadLetterArn, { body, attributes }) =>
          queues.get(deadLetterArn)?.send({ body, attributes }),
      }),
    )
    watches.get(arn)?.(kept.value[arn] ?? [])
  }
  return {
    all: () => [...queues.values()],
    byArn: (arn) => queues.get(arn),
    onChange: (listener) => listeners.push(listener),
    kept: () => kept.kept(),
  }
}

function activeWhileThereAreAny(activity: Activity): (messages: readonly Message[]) => void {
  let ended: (() => void) | undefined
  return (messages) => {
    if (messages.some(isUnderWay)) ended ??= activity.begin()
    else {
      ended?.()
      ended = undefined
    }
  }
}

/** What was sent to be read much later is no work yet. */
const isUnderWay = ({ receiveCount, sentAt, visibleAt }: Message): boolean =>
  receiveCount > 0 || visibleAt - sentAt <= LATER_MS

const LATER_MS = 5_000

import { DeleteMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { type DoAgain, NotDone, type RedriveOutcome } from './doing-again.ts'
import { giveBack, type Message, receivedFrom } from './messages.ts'
import type { DeadLetterQueue, Stage } from './queues.ts'

export interface RedriveReport {
  readonly outcomes: Readonly<Record<RedriveOutcome, number>>
  /** What stays in the queue, and why. */
  readonly failures: readonly { readonly id: string; readonly message: string }[]
  /** Ids that were asked for and that the queue does not hold, or not in sight. */
  readonly missing: readonly string[]
}

/**
 * Has everything in a dead-letter queue, or what the ids name, done `again`. A message leaves the queue only when that
 * has succeeded; interrupted, it is done again by the next redrive, which changes nothing a second time.
 */
export async function redrive(
  { connection }: Stage,
  queue: DeadLetterQueue,
  { ids, again }: { readonly ids: ReadonlySet<string> | 'all'; readonly again: DoAgain },
  onProgress: (done: number, failed: number) => void,
): Promise<RedriveReport> {
  const sqs = new SQSClient(connection)
  const outcomes = { done: 0, superseded: 0, gone: 0, 'sent-back': 0, dropped: 0 }
  const failures: { id: string; message: string }[] = []
  const missing = new Set(ids === 'all' ? [] : ids)
  const held = new Set<Message>()
  let left = ids === 'all' ? limitOf(queue) : ids.size

  const one = async (message: Message) => {
    missing.delete(message.id)
    const outcome = await again(message).catch(unlessNotDone)
    if (outcome instanceof NotDone) failures.push({ id: message.id, message: outcome.message })
    else {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: message.receiptHandle }))
      held.delete(message)
      outcomes[outcome] += 1
    }
    onProgress(
      Object.values(outcomes).reduce((sum, count) => sum + count),
      failures.length,
    )
  }
  try {
    for await (const page of receivedFrom(sqs, queue.url)) {
      for (const message of page) held.add(message)
      const wanted = page.filter(({ id }) => ids === 'all' || missing.has(id)).slice(0, left)
      left -= wanted.length
      await all(wanted.map(one))
      if (left === 0) break
    }
  } finally {
    await giveBack(sqs, queue.url, held)
  }
  return { outcomes, failures, missing: [...missing] }
}

function unlessNotDone(error: unknown): NotDone {
  if (error instanceof NotDone) return error
  throw error
}

/** Waits for each, so that none is at work when what is held is given back. */
async function all(works: readonly Promise<void>[]): Promise<void> {
  for (const settled of await Promise.allSettled(works))
    if (settled.status === 'rejected') throw settled.reason
}

/** A worker may set aside at once what was sent back to it: all that is there is what was there at the beginning. */
const limitOf = ({ redrivenBy, messages }: DeadLetterQueue): number =>
  redrivenBy && 'queueUrl' in redrivenBy ? Math.max(1, messages) : Number.POSITIVE_INFINITY

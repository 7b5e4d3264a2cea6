import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type * as z from 'zod'
import { parseJson } from '../../shared/contracts/json.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { type Clock, patience, systemClock } from '../../shared/runtime/clock.ts'
import { log } from '../../shared/runtime/log.ts'
import { sendDeadLetter } from './sending.ts'
import { tableFor } from './table.ts'

export interface QueueWorker<Message> {
  /** What the worker does, as its log lines say it. */
  readonly duty: string
  readonly message: z.ZodType<Message>
  readonly organizationOf: (message: Message) => string
  /** The environment variable with the URL of its dead-letter queue. */
  readonly deadLetters: string
  /**
   * Does what the message asks for; doing it again changes nothing twice. `batch` is the same for all messages that came
   * together, and for no other.
   */
  perform(message: Message, desk: QueueDesk, batch: object): Promise<void>
}

export interface QueueDesk {
  /** Each with a patience of its own: what is waited for between two of them is not on the second's account. */
  readonly table: () => OrganizationTable
  readonly clock: Clock
}

/** A message that will never do, however often it comes: a person has to look at it. */
export class Unusable extends Error {
  override readonly name = 'Unusable'
  readonly reason: string

  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}

/** Nobody waits: a message is patient, and comes again when that was not enough. */
const BUDGET_MILLISECONDS = 10_000

/** Works on the messages of a batch side by side; each that fails comes again by itself. */
export const queueWorker =
  <Message>(worker: QueueWorker<Message>) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    log.resetKeys()
    const batch = {}
    const done = await Promise.all(Records.map((record) => isDone(worker, record, batch)))
    const failed = Records.filter((_, i) => !done[i])
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) }
  }

async function isDone<Message>(
  worker: QueueWorker<Message>,
  { body, messageId }: SQSRecord,
  batch: object,
): Promise<boolean> {
  try {
    const message = read(worker, body)
    const table = () => tableFor(worker.organizationOf(message), patience(BUDGET_MILLISECONDS))
    await worker.perform(message, { table, clock: systemClock }, batch)
    return true
  } catch (error) {
    const { deadLetters, duty } = worker
    const reason = error instanceof Unusable ? error.reason : undefined
    log.error('A message failed', { duty, messageId, reason, error: error as Error })
    return reason !== undefined && sendDeadLetter(deadLetters, { reason, message: body }, { duty })
  }
}

function read<Message>({ message }: QueueWorker<Message>, body: string): Message {
  const { data } = message.safeParse(jsonOf(body))
  if (data === undefined) throw new Unusable('not-as-specified')
  return data
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

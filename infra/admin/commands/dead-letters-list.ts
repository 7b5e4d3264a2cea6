import { SQSClient } from '@aws-sdk/client-sqs'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { program } from '../arguments.ts'
import type { Command } from '../command.ts'
import { ageOf } from '../dead-letters/age.ts'
import { peek } from '../dead-letters/messages.ts'
import { type DeadLetterQueue, deadLetterQueues, lostRecordsBucket } from '../dead-letters/queues.ts'
import { LOCAL_STAGE } from '../stage-table.ts'
import { tableOfText } from '../table-of-text.ts'

export const deadLettersList: Command = {
  name: 'dead-letters list',
  does: 'Lists what the stage could not do: how much of it, since when, and what to do next.',
  takes: [],
  options: {},
  examples: ['dead-letters list', 'dead-letters list --stage dev'],

  async run({ stage, connection }) {
    const queues = await deadLetterQueues({ stage, connection })
    const sqs = new SQSClient(connection)
    const listed = await Promise.all(queues.map((queue) => listedQueue(sqs, stage, queue)))
    const [first] = queues
    const lostRecords = first ? lostRecordsBucket({ stage, connection }, first) : ''
    return { json: { queues: listed, lostRecords }, text: textOf(stage, listed, lostRecords) }
  },
}

interface ListedQueue {
  readonly queue: string
  readonly messages: number
  /** Of the first messages that SQS shows; null when it shows none. */
  readonly oldestTime: string | null
  readonly next: string | null
}

/** Messages that are looked at for the oldest: SQS does not say which that is. */
const LOOKED_AT_LIMIT = 100

async function listedQueue(
  sqs: SQSClient,
  stage: string,
  { name, url, messages }: DeadLetterQueue,
): Promise<ListedQueue> {
  if (messages === 0) return { queue: name, messages, oldestTime: null, next: null }
  const seen = await peek(sqs, url, LOOKED_AT_LIMIT)
  const [oldestTime = null] = seen.map(({ sentTime }) => sentTime).toSorted()
  return { queue: name, messages, oldestTime, next: program(`dead-letters read ${name}${on(stage)}`) }
}

function textOf(stage: string, queues: readonly ListedQueue[], lostRecords: string): string {
  const rows = queues.map(({ queue, messages, oldestTime, next }) => [
    queue,
    String(messages),
    ageOf(oldestTime, systemClock.now()),
    next ?? 'nothing to do',
  ])
  const where =
    stage === LOCAL_STAGE
      ? `with npm start -- --data DIR they are files in DIR/buckets/${lostRecords}`
      : `aws s3 ls --recursive s3://${lostRecords}`
  return [
    tableOfText(['queue', 'messages', 'oldest', 'next'], rows),
    '',
    `Records that killed a reader are left whole in a bucket: ${where}.`,
    'What to do about each queue and about the bucket: infra/runbook.md',
  ].join('\n')
}

/** What a command for this stage ends with. */
const on = (stage: string): string => (stage === LOCAL_STAGE ? '' : ` --stage ${stage}`)

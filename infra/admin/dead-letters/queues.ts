import {
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { isStreamReader, STREAM_READERS } from '../../background.ts'
import { functionName } from '../../functions.ts'
import { DEAD_LETTERS, lostRecordsIn, nameIn } from '../../names.ts'
import { Mistake } from '../mistake.ts'
import type { Connection } from '../stage-table.ts'

export interface Stage {
  readonly stage: string
  readonly connection: Connection
}

/** One dead-letter queue of a stage, and how its messages are dealt with again. */
export interface DeadLetterQueue {
  /** Whose dead letters these are: `orders`. So operators call the queue. */
  readonly name: string
  readonly url: string
  readonly arn: string
  /** How many are there, hidden ones too; SQS's own count, which may lag. */
  readonly messages: number
  /** The reader of the stream that does its duty again, or the queue to which messages go back. */
  readonly redrivenBy: { readonly function: string } | { readonly queueUrl: string } | undefined
}

/** The dead-letter queues of a stage, by name: they are known by what the stage calls them. */
export async function deadLetterQueues({ stage, connection }: Stage): Promise<DeadLetterQueue[]> {
  const sqs = new SQSClient(connection)
  const prefix = nameIn(stage, '')
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix }))
  const found = QueueUrls.filter((url) => url.endsWith(DEAD_LETTERS)).map((url) => ({
    url,
    name: url.slice(url.lastIndexOf('/') + 1 + prefix.length, -DEAD_LETTERS.length),
  }))
  if (found.length === 0)
    throw new Mistake(
      `There are no dead-letter queues of the stage ${stage} here: check AWS_PROFILE and AWS_REGION, or deploy it first.`,
    )
  const queues = await Promise.all(found.map((queue) => described(sqs, stage, queue)))
  return queues.toSorted((a, b) => a.name.localeCompare(b.name))
}

/** Takes `orders`, and the queue's whole name as alarms and the console show it. */
export async function theDeadLetterQueue(of: Stage, asked: string): Promise<DeadLetterQueue> {
  const queues = await deadLetterQueues(of)
  const found = queues.find(({ name, url }) => name === asked || url.endsWith(`/${asked}`))
  if (found) return found
  const names = queues.map(({ name }) => name).join(', ')
  throw new Mistake(`There is no dead-letter queue '${asked}'. There are: ${names}.`)
}

/** Where Lambda leaves whole the records that killed a reader. It is in the account and the region of the queues. */
export function lostRecordsBucket({ stage }: Stage, { arn }: DeadLetterQueue): string {
  const [, , , region = '', account = ''] = arn.split(':')
  return lostRecordsIn(stage, { account, region })
}

async function described(
  sqs: SQSClient,
  stage: string,
  { name, url }: { readonly name: string; readonly url: string },
): Promise<DeadLetterQueue> {
  const [{ Attributes = {} }, { queueUrls: sources = [] }] = await Promise.all([
    sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] })),
    sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: url })),
  ])
  const counts = [
    Attributes.ApproximateNumberOfMessages,
    Attributes.ApproximateNumberOfMessagesNotVisible,
    Attributes.ApproximateNumberOfMessagesDelayed,
  ]
  return {
    name,
    url,
    arn: Attributes.QueueArn ?? '',
    messages: counts.reduce((sum, count) => sum + Number(count ?? 0), 0),
    redrivenBy: redrivenBy(stage, name, sources),
  }
}

/** A reader has no queue of its own: it is asked by itself. */
function redrivenBy(stage: string, name: string, sources: readonly string[]): DeadLetterQueue['redrivenBy'] {
  const [source, another] = sources
  if (source !== undefined && another === undefined) return { queueUrl: source }
  if (isStreamReader(name)) return { function: nameIn(stage, functionName(STREAM_READERS[name])) }
  return undefined
}

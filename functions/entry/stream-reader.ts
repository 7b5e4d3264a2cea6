import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import * as z from 'zod'
import { type DeadLetter, Redrive, type Redriven } from '../../shared/contracts/dead-letter.ts'
import type { Item } from '../../shared/repository/client.ts'
import { organizationOf } from '../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { getItem } from '../../shared/repository/read.ts'
import { patience } from '../../shared/runtime/clock.ts'
import { environment } from '../../shared/runtime/environment.ts'
import { log } from '../../shared/runtime/log.ts'
import { tableFor } from './table.ts'

export interface StreamReader {
  /** What the reader does, as its dead letters and log lines say it. */
  readonly duty: string
  /** The environment variable with the URL of its dead-letter queue. */
  readonly deadLetters: string
  /** Does what a new version of an item asks for, `before` being what it was; doing it again changes nothing. */
  perform(item: Item, table: OrganizationTable, before: Item | undefined): Promise<void>
}

/** A record waits for the ones before it, so one record's patience is every record's. */
const BUDGET_MILLISECONDS = 5_000

const sqs = new SQSClient({})

/**
 * A reader of the table's stream, one record after the other. It acts only when an item's version grew: a claim does
 * not concern it, and neither does a write of the same. What fails goes to the dead-letter queue as key, version and
 * what was to be done (design §2); only when even that fails does Lambda bring the record again. An operator gives it
 * dead letters back (infra/admin).
 */
export const streamReader =
  (reader: StreamReader) =>
  async (event: DynamoDBStreamEvent | Redrive): Promise<DynamoDBBatchResponse | Redriven> => {
    log.resetKeys()
    return 'redrive' in event ? performAgain(reader, Redrive.parse(event).redrive) : readAll(reader, event)
  }

async function readAll(
  reader: StreamReader,
  { Records }: DynamoDBStreamEvent,
): Promise<DynamoDBBatchResponse> {
  for (const record of Records) {
    const version = newVersion(record)
    if (version && !(await performed(reader, version)))
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] }
  }
  return { batchItemFailures: [] }
}

const Versioned = z.looseObject({ pk: z.string(), sk: z.string(), version: z.number() })

interface NewVersion {
  readonly item: z.infer<typeof Versioned>
  readonly before: Item | undefined
}

function newVersion({ dynamodb }: DynamoDBRecord): NewVersion | undefined {
  const item = Versioned.safeParse(imageOf(dynamodb?.NewImage)).data
  const before = Versioned.safeParse(imageOf(dynamodb?.OldImage)).data
  return item && item.version > (before?.version ?? 0) ? { item, before } : undefined
}

/** Lambda's types and the SDK's name the same attribute values differently. */
const imageOf = (image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Item | undefined =>
  image && unmarshall(image as Record<string, AttributeValue>)

async function performed(reader: StreamReader, { item, before }: NewVersion): Promise<boolean> {
  try {
    await reader.perform(item, tableFor(organizationOf(item), patience(BUDGET_MILLISECONDS)), before)
    return true
  } catch (error) {
    log.error('A stream record failed', { duty: reader.duty, pk: item.pk, error: error as Error })
    return setAside(reader, item)
  }
}

/** By the item as it is now. A failure is told to whoever asked: the dead letter stays where it is. */
async function performAgain(reader: StreamReader, { key, version }: DeadLetter): Promise<Redriven> {
  const table = tableFor(organizationOf(key), patience(BUDGET_MILLISECONDS))
  const item = Versioned.safeParse(await getItem(table, key)).data
  if (!item) return { redriven: 'gone' }
  await reader.perform(item, table, undefined)
  return { redriven: item.version > version ? 'superseded' : 'done' }
}

async function setAside(
  { duty, deadLetters }: StreamReader,
  { pk, sk, version }: z.infer<typeof Versioned>,
): Promise<boolean> {
  try {
    const letter: DeadLetter = { key: { pk, sk }, version, duty }
    const MessageBody = JSON.stringify(letter)
    await sqs.send(new SendMessageCommand({ QueueUrl: environment(deadLetters), MessageBody }))
    return true
  } catch (error) {
    log.error('A dead letter could not be sent', { duty, pk, error: error as Error })
    return false
  }
}

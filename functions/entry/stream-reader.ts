import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import * as z from 'zod'
import type { Item } from '../../shared/repository/client.ts'
import { organizationOf } from '../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
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
 * what was to be done (design §2); only when even that fails does Lambda bring the record again.
 */
export const streamReader =
  (reader: StreamReader) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    log.resetKeys()
    for (const record of event.Records) {
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

async function setAside(
  { duty, deadLetters }: StreamReader,
  { pk, sk, version }: z.infer<typeof Versioned>,
): Promise<boolean> {
  try {
    const MessageBody = JSON.stringify({ key: { pk, sk }, version, duty })
    await sqs.send(new SendMessageCommand({ QueueUrl: environment(deadLetters), MessageBody }))
    return true
  } catch (error) {
    log.error('A dead letter could not be sent', { duty, pk, error: error as Error })
    return false
  }
}

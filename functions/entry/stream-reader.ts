import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import * as z from 'zod'
import { type DeadLetter, Redrive, type Redriven } from '../../shared/contracts/dead-letter.ts'
import type { Item } from '../../shared/repository/client.ts'
import { organizationOf } from '../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { getItem } from '../../shared/repository/read.ts'
import { patience } from '../../shared/runtime/clock.ts'
import { log } from '../../shared/runtime/log.ts'
import { sendDeadLetter } from './sending.ts'
import { tableFor } from './table.ts'

export interface StreamReader {
  /** What the reader does, as its dead letters and log lines say it. */
  readonly duty: string
  /** The environment variable with the URL of its dead-letter queue. */
  readonly deadLetters: string
  /** So many changes of an organization it takes together; where that fails, each goes by itself. */
  readonly together: number
  /** Does what new versions of items ask for, in their order; doing it again changes nothing. */
  perform(changes: readonly Change[], table: OrganizationTable): Promise<void>
  /** What of a change its item will not say any more once another version has followed. */
  keptOf?(change: Change, organization: string): Kept
}

/** A new version of an item. */
export interface Change {
  readonly item: z.infer<typeof Versioned>
  /** What it was, where that is known. */
  readonly before: Item | undefined
  /** Of a redriven change, of which `item` may be a later version. */
  readonly kept?: Kept
}

type Kept = Pick<DeadLetter, 'event'>

/** A record waits for the ones before it, so one record's patience is every record's. */
const BUDGET_MILLISECONDS = 5_000

/**
 * A reader of the table's stream. It acts only when an item's version grew: a claim does not concern it, and neither
 * does a write of the same. What fails goes to the dead-letter queue as key, version and what was to be done (design
 * §2); only when even that fails does Lambda bring the record again, and all after it. An operator gives it dead
 * letters back (infra/admin).
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
  const changes = Records.flatMap((record) => changeIn(record) ?? [])
  const done = new Set<Change>()
  for (const group of groupsOf(changes, reader.together)) {
    const dealtWith = await dealWith(reader, group)
    for (const change of dealtWith) done.add(change)
    if (dealtWith.length < group.length) break
  }
  const first = changes.find((change) => !done.has(change))
  return { batchItemFailures: first ? [{ itemIdentifier: first.sequenceNumber }] : [] }
}

const Versioned = z.looseObject({ pk: z.string(), sk: z.string(), version: z.number() })

interface RecordedChange extends Change {
  readonly sequenceNumber: string
}

function changeIn({ dynamodb }: DynamoDBRecord): RecordedChange | undefined {
  const item = Versioned.safeParse(imageOf(dynamodb?.NewImage)).data
  const before = Versioned.safeParse(imageOf(dynamodb?.OldImage)).data
  return item && item.version > (before?.version ?? 0)
    ? { item, before, sequenceNumber: dynamodb?.SequenceNumber ?? '' }
    : undefined
}

/** Lambda's types and the SDK's name the same attribute values differently. */
const imageOf = (image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Item | undefined =>
  image && unmarshall(image as Record<string, AttributeValue>)

/** Of one organization each, in the order of the stream. */
function groupsOf<C extends Change>(changes: readonly C[], size: number): C[][] {
  const byOrganization = Map.groupBy(changes, ({ item }) => organizationOf(item))
  return [...byOrganization.values()].flatMap((all) =>
    Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size)),
  )
}

/** What was done or set aside of a group: all, or those before the first with which neither succeeded. */
async function dealWith(reader: StreamReader, group: readonly Change[]): Promise<readonly Change[]> {
  if (group.length > 1 && (await performed(reader, group))) return group
  const dealtWith: Change[] = []
  for (const change of group) {
    if (!(await performed(reader, [change])) && !(await setAside(reader, change))) break
    dealtWith.push(change)
  }
  return dealtWith
}

async function performed(reader: StreamReader, changes: readonly Change[]): Promise<boolean> {
  const [first] = changes
  if (!first) return true
  const { pk } = first.item
  try {
    await reader.perform(changes, tableFor(organizationOf(first.item), patience(BUDGET_MILLISECONDS)))
    return true
  } catch (error) {
    const { duty } = reader
    if (changes.length === 1) log.error('A stream record failed', { duty, pk, error: error as Error })
    else log.warn('Stream records failed together', { duty, count: changes.length, error: error as Error })
    return false
  }
}

/** By the item as it is now. A failure is told to whoever asked: the dead letter stays where it is. */
async function performAgain(reader: StreamReader, { key, version, event }: DeadLetter): Promise<Redriven> {
  const table = tableFor(organizationOf(key), patience(BUDGET_MILLISECONDS))
  const item = Versioned.safeParse(await getItem(table, key)).data
  if (!item) return { redriven: 'gone' }
  await reader.perform([{ item, before: undefined, kept: { event } }], table)
  return { redriven: item.version > version ? 'superseded' : 'done' }
}

function setAside(reader: StreamReader, change: Change): Promise<boolean> {
  const { deadLetters, duty } = reader
  const { pk, sk, version } = change.item
  const letter: DeadLetter = { key: { pk, sk }, version, duty, ...keptOf(reader, change) }
  return sendDeadLetter(deadLetters, letter, { duty, pk })
}

/** Of an item that nobody can read there is nothing to keep. */
function keptOf(reader: StreamReader, change: Change): Kept | undefined {
  try {
    return reader.keptOf?.(change, organizationOf(change.item))
  } catch {
    return undefined
  }
}

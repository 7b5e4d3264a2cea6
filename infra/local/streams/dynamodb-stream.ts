import type { DynamoDbClient } from '../endpoint/dynamodb-client.ts'
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from '../json.ts'

/** A place in a stream: after a record, at the oldest record that is left, or after all there are now. */
export type Position = { readonly after: string; readonly shardId: string } | 'TRIM_HORIZON' | 'LATEST'

export interface StreamReader {
  /** The next records, none when there are none yet. */
  next(limit: number): Promise<StreamRecord[]>
}

export interface StreamRecord {
  /** As Lambda passes it on. */
  readonly record: JsonObject
  readonly position: Position
  readonly sequenceNumber: string
  readonly shardId: string
  readonly createdAt: number
}

/** Reads the stream of a table from a position on, from shard to shard. */
export async function openStream(
  client: DynamoDbClient,
  table: { readonly name: string; readonly streamArn: string },
  position: Position,
): Promise<StreamReader> {
  const stream = shardsOf(client, await streamArnOf(client, table.name))
  let cursor = await stream.at(position)
  return {
    async next(limit) {
      if (cursor.iterator === undefined) cursor = await stream.after(cursor)
      if (cursor.iterator === undefined) return []
      const { shardId } = cursor
      const { records, iterator } = await stream.read(cursor.iterator, limit)
      cursor = { shardId, iterator }
      return records.map((record) => asRecord(record, shardId, table.streamArn))
    },
  }
}

async function streamArnOf(client: DynamoDbClient, TableName: string): Promise<string> {
  const description = await client.call('DescribeTable', { TableName })
  const arn = textAt(objectAt(description, 'Table'), 'LatestStreamArn')
  if (arn === undefined) throw new Error(`The table ${TableName} has no stream`)
  return arn
}

interface Cursor {
  readonly shardId: string
  /** None at the end of a closed shard. */
  readonly iterator: string | undefined
}

function shardsOf(client: DynamoDbClient, StreamArn: string) {
  const call = (operation: string, body: JsonObject) => client.call(operation, body, 'DynamoDBStreams')
  const ids = async () => {
    const { StreamDescription } = await call('DescribeStream', { StreamArn })
    const shards = isObject(StreamDescription) ? objectsAt(StreamDescription, 'Shards') : []
    return shards.map((shard) => textAt(shard, 'ShardId') ?? '')
  }
  const cursorAt = async (shardId: string, type: string, SequenceNumber?: string): Promise<Cursor> => {
    const asked = { StreamArn, ShardId: shardId, ShardIteratorType: type, SequenceNumber }
    return { shardId, iterator: textAt(await call('GetShardIterator', asked), 'ShardIterator') }
  }
  return {
    async at(position: Position): Promise<Cursor> {
      if (typeof position === 'object') {
        return cursorAt(position.shardId, 'AFTER_SEQUENCE_NUMBER', position.after)
      }
      return cursorAt((await ids()).at(position === 'LATEST' ? -1 : 0) ?? '', position)
    },
    async after(cursor: Cursor): Promise<Cursor> {
      const known = await ids()
      const next = known[known.indexOf(cursor.shardId) + 1]
      return next === undefined ? cursor : cursorAt(next, 'TRIM_HORIZON')
    },
    async read(ShardIterator: string, Limit: number) {
      const answer = await call('GetRecords', { ShardIterator, Limit })
      return { records: objectsAt(answer, 'Records'), iterator: textAt(answer, 'NextShardIterator') }
    },
  }
}

function asRecord(record: JsonObject, shardId: string, eventSourceARN: string): StreamRecord {
  const change = objectAt(record, 'dynamodb')
  const sequenceNumber = textAt(change, 'SequenceNumber') ?? ''
  return {
    record: { ...record, eventSourceARN },
    position: { after: sequenceNumber, shardId },
    sequenceNumber,
    shardId,
    createdAt: Number(change['ApproximateCreationDateTime']) * 1000,
  }
}

import type { DynamoDbClient } from '../endpoint/dynamodb-client.ts'
import { type JsonObject, objectAt, objectsAt, textAt } from '../json.ts'

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
  const description = await client.call('DescribeTable', { TableName: table.name })
  const StreamArn = textAt(objectAt(description, 'Table'), 'LatestStreamArn')
  if (StreamArn === undefined) throw new Error(`The table ${table.name} has no stream`)
  const call = (operation: string, body: JsonObject) => client.call(operation, body, 'DynamoDBStreams')
  const shards = async () => {
    const described = await call('DescribeStream', { StreamArn })
    return objectsAt(objectAt(described, 'StreamDescription'), 'Shards').map(
      (shard) => textAt(shard, 'ShardId') ?? '',
    )
  }
  const iterator = async (ShardId: string, type: string, SequenceNumber?: string) => {
    const found = await call('GetShardIterator', {
      StreamArn,
      ShardId,
      ShardIteratorType: type,
      SequenceNumber,
    })
    return textAt(found, 'ShardIterator')
  }
  let shardId =
    typeof position === 'object'
      ? position.shardId
      : ((await shards()).at(position === 'LATEST' ? -1 : 0) ?? '')
  let at =
    typeof position === 'object'
      ? await iterator(shardId, 'AFTER_SEQUENCE_NUMBER', position.after)
      : await iterator(shardId, position)
  const toNextShard = async () => {
    const known = await shards()
    const next = known[known.indexOf(shardId) + 1]
    if (next === undefined) return
    shardId = next
    at = await iterator(next, 'TRIM_HORIZON')
  }
  return {
    async next(limit) {
      if (at === undefined) await toNextShard()
      if (at === undefined) return []
      const answer = await call('GetRecords', { ShardIterator: at, Limit: limit })
      at = textAt(answer, 'NextShardIterator')
      return objectsAt(answer, 'Records').map((record) => asRecord(record, shardId, table.streamArn))
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

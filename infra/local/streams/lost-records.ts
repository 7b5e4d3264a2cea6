import type { Buckets } from '../buckets.ts'
import type { Authorization } from '../endpoint/authorization.ts'
import type { Queues } from '../queues/queues.ts'
import type { StreamMapping } from '../template/event-sources.ts'
import type { Place } from '../template/identities.ts'
import type { LostRecords } from './delivery.ts'

export interface LostRecordsParts {
  readonly buckets: Buckets
  readonly queues: Queues
  readonly authorization: Pick<Authorization, 'require'>
  readonly place: Place
}

/** Leaves records that a function would not take where its mapping says: a bucket gets them whole, a queue their range. */
export async function leaveLostRecords(
  mapping: StreamMapping,
  lost: LostRecords,
  parts: LostRecordsParts,
): Promise<void> {
  const destination = mapping.onFailureArn
  if (destination === undefined) return
  const now = new Date()
  const document = metadata(mapping, lost, parts, now)
  if (!destination.startsWith('arn:aws:s3:')) {
    await parts.authorization.require(mapping.functionName, {
      action: 'sqs:SendMessage',
      resource: destination,
    })
    return void parts.queues.byArn(destination)?.send({ body: JSON.stringify(document) })
  }
  const payload = JSON.stringify({ Records: lost.records.map(({ record }) => record) })
  const day = now.toISOString().slice(0, 10).replaceAll('-', '/')
  const time = now.toISOString().slice(0, 19).replaceAll(':', '.')
  const shard = lost.records[0]?.shardId ?? ''
  const key = `aws/lambda/${mapping.id}/${shard}/${day}/${time}-${crypto.randomUUID()}`
  await parts.authorization.require(mapping.functionName, {
    action: 's3:PutObject',
    resource: `${destination}/${key}`,
  })
  await parts.buckets.put(destination, { key, body: JSON.stringify({ ...document, payload }) })
}

function metadata(mapping: StreamMapping, lost: LostRecords, parts: LostRecordsParts, now: Date): object {
  const [first] = lost.records
  const last = lost.records.at(-1)
  return {
    requestContext: {
      requestId: crypto.randomUUID(),
      functionArn: `arn:aws:lambda:${parts.place.region}:${parts.place.accountId}:function:${mapping.functionName}`,
      condition: lost.condition,
      approximateInvokeCount: lost.invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: now.toISOString(),
    DDBStreamBatchInfo: {
      shardId: first?.shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      batchSize: lost.records.length,
      streamArn: mapping.sourceArn,
    },
  }
}

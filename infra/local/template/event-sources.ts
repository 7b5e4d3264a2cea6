import * as z from 'zod'
import { type JsonObject, parseObject } from '../json.ts'
import { type Resources, withoutEffect } from './resources.ts'

interface Mapping {
  readonly id: string
  readonly functionName: string
  readonly sourceArn: string
  readonly batchSize: number
  readonly windowSeconds: number
  /** A record or message that matches none of them is passed over; without filters all match. */
  readonly filters: readonly JsonObject[]
  readonly reportsItemFailures: boolean
}

export interface StreamMapping extends Mapping {
  readonly startsAtOldest: boolean
  readonly bisects: boolean
  /** −1: for ever. */
  readonly retryLimit: number
  /** −1: any age. */
  readonly ageLimitSeconds: number
  readonly onFailureArn: string | undefined
}

export interface QueueMapping extends Mapping {
  readonly concurrencyLimit: number | undefined
}

export function eventSourcesOf(resources: Resources): { streams: StreamMapping[]; queues: QueueMapping[] } {
  const mappings = resources.ofType('AWS::Lambda::EventSourceMapping', Properties)
  const from = (service: string) =>
    mappings.filter(({ properties }) => properties.EventSourceArn.startsWith(`arn:aws:${service}:`))
  const streams = from('dynamodb').map(({ logicalId, properties }) => ({
    ...common(logicalId, properties, 100),
    startsAtOldest: properties.StartingPosition === 'TRIM_HORIZON',
    bisects: properties.BisectBatchOnFunctionError,
    retryLimit: properties.MaximumRetryAttempts,
    ageLimitSeconds: properties.MaximumRecordAgeInSeconds,
    onFailureArn: properties.DestinationConfig?.OnFailure.Destination,
  }))
  const queues = from('sqs').map(({ logicalId, properties }) => ({
    ...common(logicalId, properties, 10),
    concurrencyLimit: properties.ScalingConfig?.MaximumConcurrency,
  }))
  if (streams.length + queues.length !== mappings.length) {
    throw new Error('The local stack knows event source mappings of DynamoDB streams and SQS queues only')
  }
  return { streams, queues }
}

function common(id: string, properties: z.infer<typeof Properties>, defaultBatchSize: number): Mapping {
  const filters = properties.FilterCriteria?.Filters ?? []
  return {
    id,
    // A function is named here by its name or its ARN.
    functionName: properties.FunctionName.split(':').at(-1) ?? '',
    sourceArn: properties.EventSourceArn,
    batchSize: properties.BatchSize ?? defaultBatchSize,
    windowSeconds: properties.MaximumBatchingWindowInSeconds,
    filters: filters.map(({ Pattern }) => parseObject(Pattern) ?? {}),
    reportsItemFailures: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
  }
}

const Properties = z.strictObject({
  BatchSize: z.number().optional(),
  BisectBatchOnFunctionError: z.boolean().default(false),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
  Enabled: z.literal(true).optional(),
  EventSourceArn: z.string(),
  FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) }).optional(),
  FunctionName: z.string(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  MaximumRecordAgeInSeconds: z.number().default(-1),
  MaximumRetryAttempts: z.number().default(-1),
  // Records of one partition key stay in order at any factor, which one loop also gives.
  ParallelizationFactor: z.literal(1).optional(),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.number() }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  ...withoutEffect('MetricsConfig', 'Tags'),
})

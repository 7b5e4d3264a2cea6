import * as z from 'zod'
import type { JsonObject } from '../json.ts'
import { type Resources, withoutEffect } from './resources.ts'

export interface TableDescription {
  readonly name: string
  readonly arn: string
  readonly streamArn: string
  /** What DynamoDB's CreateTable takes. */
  readonly creation: JsonObject
  readonly timeToLiveAttribute: string | undefined
}

export function tablesOf(resources: Resources): TableDescription[] {
  const tables = [
    ...resources.ofType('AWS::DynamoDB::GlobalTable', GlobalTable),
    ...resources.ofType('AWS::DynamoDB::Table', Table),
  ]
  return tables.map(({ ref, attributes, properties }) => ({
    name: ref,
    arn: String(attributes['Arn']),
    streamArn: String(attributes['StreamArn']),
    creation: {
      TableName: ref,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: properties.AttributeDefinitions,
      KeySchema: properties.KeySchema,
      GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes,
      StreamSpecification: properties.StreamSpecification && {
        StreamEnabled: true,
        StreamViewType: properties.StreamSpecification.StreamViewType,
      },
    },
    timeToLiveAttribute: properties.TimeToLiveSpecification?.AttributeName,
  }))
}

const KeySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))

const SHAPE = {
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.string() })),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z
    .array(
      z.strictObject({
        IndexName: z.string(),
        KeySchema,
        Projection: z.strictObject({
          ProjectionType: z.string(),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .optional(),
  KeySchema,
  StreamSpecification: z.strictObject({ StreamViewType: z.string() }).optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.literal(true) }).optional(),
  ...withoutEffect('SSESpecification', 'TableClass', 'TableName', 'Tags'),
}

const GlobalTable = z.strictObject({
  ...SHAPE,
  // Protection and recovery; a replica elsewhere would be another table.
  Replicas: z.array(z.unknown()).length(1),
  ...withoutEffect('WarmThroughput', 'WriteOnDemandThroughputSettings'),
})

const Table = z.strictObject({
  ...SHAPE,
  ...withoutEffect('DeletionProtectionEnabled', 'PointInTimeRecoverySpecification'),
})

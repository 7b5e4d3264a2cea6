import * as z from 'zod'
import { type Resources, withoutEffect } from './resources.ts'

export interface QueueDescription {
  readonly name: string
  readonly arn: string
  readonly url: string
  readonly visibilityTimeoutSeconds: number
  readonly delaySeconds: number
  readonly retentionSeconds: number
  readonly redrive: { readonly deadLetterArn: string; readonly receiveLimit: number } | undefined
}

export function queuesOf(resources: Resources): QueueDescription[] {
  return resources.ofType('AWS::SQS::Queue', Properties).map(({ ref, attributes, properties }) => ({
    name: String(attributes['QueueName']),
    arn: String(attributes['Arn']),
    url: ref,
    visibilityTimeoutSeconds: properties.VisibilityTimeout,
    delaySeconds: properties.DelaySeconds,
    retentionSeconds: properties.MessageRetentionPeriod,
    redrive: properties.RedrivePolicy && {
      deadLetterArn: properties.RedrivePolicy.deadLetterTargetArn,
      receiveLimit: properties.RedrivePolicy.maxReceiveCount,
    },
  }))
}

/** CloudFormation's defaults: visible again after 30 s, kept for 4 days. */
const Properties = z.strictObject({
  VisibilityTimeout: z.number().default(30),
  DelaySeconds: z.number().default(0),
  MessageRetentionPeriod: z.number().default(345_600),
  RedrivePolicy: z
    .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() })
    .optional(),
  ...withoutEffect(
    'KmsDataKeyReusePeriodSeconds',
    'KmsMasterKeyId',
    'QueueName',
    'ReceiveMessageWaitTimeSeconds', // who receives says how long to wait
    'RedriveAllowPolicy',
    'SqsManagedSseEnabled',
    'Tags',
  ),
})

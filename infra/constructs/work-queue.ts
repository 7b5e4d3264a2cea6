import { Duration } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping, type Function } from 'aws-cdk-lib/aws-lambda'
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { nameIn } from '../names.ts'
import { type AlarmText, alarmOn } from './alarm.ts'
import type { StageContext } from './stage-context.ts'

export interface WorkQueueProps {
  readonly name: string
  readonly deadLetters: Queue
  /** Of the function that reads it. */
  readonly timeoutSeconds: number
}

/** AWS's advice: a message stays out of sight six times as long as its function may run. */
const VISIBILITY_FACTOR = 6

/** A message whose function died is tried so often in all. */
const RECEIVE_LIMIT = 5

export const workQueue = (
  scope: Construct,
  { stage }: StageContext,
  { name, deadLetters, timeoutSeconds }: WorkQueueProps,
): Queue =>
  new Queue(scope, name, {
    queueName: nameIn(stage, name),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    visibilityTimeout: Duration.seconds(VISIBILITY_FACTOR * timeoutSeconds),
    retentionPeriod: Duration.days(14),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: RECEIVE_LIMIT },
  })

export const reads = (
  scope: Construct,
  target: Function,
  { queue, batchSize, concurrencyLimit }: { queue: IQueue; batchSize: number; concurrencyLimit: number },
): EventSourceMapping =>
  new EventSourceMapping(scope, `${target.node.id}-reader`, {
    target,
    eventSourceArn: queue.queueArn,
    batchSize,
    maxConcurrency: concurrencyLimit,
    reportBatchItemFailures: true,
  })

export const mayRead = (queue: IQueue): PolicyStatement =>
  new PolicyStatement({
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resources: [queue.queueArn],
  })

const BEHIND_LIMIT = Duration.minutes(15)

export function alarmWhenBehind(
  scope: Construct,
  context: StageContext,
  queue: Queue,
  text: Omit<AlarmText, 'threshold'>,
): void {
  const age = queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum' })
  alarmOn(scope, context, { ...text, threshold: BEHIND_LIMIT.toSeconds() }, age)
}

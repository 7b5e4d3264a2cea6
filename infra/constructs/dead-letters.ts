import { Duration } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { acknowledged } from '../acknowledged.ts'
import { DEAD_LETTERS, deadLettersIn } from '../names.ts'
import { alarmOn } from './alarm.ts'
import type { StageContext } from './stage-context.ts'

/** Where `owner` puts what it could not do; somebody is told at once, and has 14 days. */
export function deadLetterQueue(
  scope: Construct,
  context: StageContext,
  owner: string,
  impact: string,
): Queue {
  const name = `${owner}${DEAD_LETTERS}`
  const queue = new Queue(scope, name, {
    queueName: deadLettersIn(context.stage, owner),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  })
  acknowledged(queue, 'SQS3', 'It is a dead-letter queue: functions send to it, no other queue does.')
  const waiting = queue.metricApproximateNumberOfMessagesVisible({
    period: Duration.minutes(1),
    statistic: 'Maximum',
  })
  alarmOn(scope, context, { name, impact }, waiting)
  return queue
}

export const maySendTo = (...queues: readonly IQueue[]): PolicyStatement =>
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: queues.map((queue) => queue.queueArn) })

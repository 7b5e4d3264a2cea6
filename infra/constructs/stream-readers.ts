import { Duration, Fn } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { IEventBus } from 'aws-cdk-lib/aws-events'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  MetricType,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda'
import { S3OnFailureDestination } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import { STREAM_READERS, type StreamReaderName } from '../background.ts'
import { streamExportIn } from '../names.ts'
import { alarmOn } from './alarm.ts'
import { deadLetterQueue, maySendTo } from './dead-letters.ts'
import { DeskFunction } from './desk-function.ts'
import { lostRecordsBucket, mayLeaveRecords } from './lost-records.ts'
import type { StageContext } from './stage-context.ts'

/** What starts work and what is announced; all else that is written to the table wakes nobody. */
const READ_TYPES = {
  orders: ['allocation', 'batch', 'redelivery'],
  announcements: ['payout-request', 'allocation', 'batch'],
} as const satisfies Record<StreamReaderName, readonly string[]>

/** A function answers for each record by itself, so only its own death makes a batch fail; then halves are tried. */
const READ_RETRY_LIMIT = 8

/** The two readers of the table's stream: money (orders) must not wait for announcements. */
export class StreamReaders extends Construct {
  constructor(
    scope: Construct,
    context: StageContext,
    reached: { batchRun: IStateMachine; payments: IQueue; deliveries: IQueue; bus: IEventBus },
  ) {
    super(scope, 'StreamReaders')
    const { batchRun, payments, deliveries, bus } = reached
    const lost = lostRecordsBucket(this, context)
    this.#reader(context, lost, {
      name: 'orders',
      environment: {
        BATCH_RUN_ARN: batchRun.stateMachineArn,
        PAYMENTS_URL: payments.queueUrl,
        WEBHOOK_DELIVERIES_URL: deliveries.queueUrl,
      },
      may: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [batchRun.stateMachineArn] }),
        maySendTo(payments, deliveries),
      ],
      impact: 'Batches that were told to allocate are not being allocated, and payouts not being paid.',
    })
    this.#reader(context, lost, {
      name: 'announcements',
      environment: { EVENT_BUS_NAME: bus.eventBusName },
      may: [new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] })],
      impact:
        'Other systems are not told what happened to payouts, and timelines miss it; no money is affected.',
    })
  }

  #reader(context: StageContext, lost: Bucket, reader: Reader): void {
    const { name, impact } = reader
    const streamArn = Fn.importValue(streamExportIn(context.stage))
    const deadLetters = deadLetterQueue(this, context, name, impact)
    const target = new DeskFunction(this, {
      ...context,
      definition: STREAM_READERS[name],
      environment: {
        ...reader.environment,
        [`${name.toUpperCase()}_DEAD_LETTERS_URL`]: deadLetters.queueUrl,
      },
      may: [
        ...(reader.may ?? []),
        ...mayReadStream(streamArn),
        maySendTo(deadLetters),
        ...mayLeaveRecords(lost),
      ],
    })
    const mapping = this.#mapping(name, { target, streamArn, lost })
    const age = target.metric('IteratorAge', { statistic: 'Maximum' })
    alarmOn(this, context, { name: `${name}-behind`, impact, threshold: BEHIND_LIMIT.toMilliseconds() }, age)
    alarmOn(this, context, { name: `${name}-lost-records`, impact }, leftRecords(mapping))
  }

  #mapping(name: StreamReaderName, { target, streamArn, lost }: MappingParts): EventSourceMapping {
    return new EventSourceMapping(this, `${name}-reader`, {
      target,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON, // LATEST can miss what is written while it is made
      batchSize: 100,
      filters: [filterOnType(READ_TYPES[name])],
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: READ_RETRY_LIMIT,
      onFailure: new S3OnFailureDestination(lost),
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    })
  }
}

interface Reader {
  /** Of its queue, its alarms and its environment variable; the function keeps its own. */
  readonly name: StreamReaderName
  readonly environment?: Readonly<Record<string, string>>
  readonly may?: readonly PolicyStatement[]
  /** What it means to a person when this reader does not do its work. */
  readonly impact: string
}

interface MappingParts {
  readonly target: IFunction
  readonly streamArn: string
  readonly lost: Bucket
}

const BEHIND_LIMIT = Duration.minutes(5)

/** Records that Lambda has given up on and left in the bucket. */
const leftRecords = (mapping: EventSourceMapping): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'OnFailureDestinationDeliveredEventCount',
    dimensionsMap: { EventSourceMappingUUID: mapping.eventSourceMappingId },
    statistic: 'Sum',
    period: Duration.minutes(5),
  })

const filterOnType = (types: readonly string[]) =>
  FilterCriteria.filter({ dynamodb: { NewImage: { type: { S: FilterRule.or(...types) } } } })

/** ListStreams has no resource to name. */
const mayReadStream = (streamArn: string): PolicyStatement[] => [
  new PolicyStatement({
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    resources: [streamArn],
  }),
  new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
]

import { Duration } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping, type Function } from 'aws-cdk-lib/aws-lambda'
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { FunctionDefinition } from '../functions.ts'
import { nameIn } from '../names.ts'
import { alarmOn } from './alarm.ts'
import { deadLetterQueue, maySendTo } from './dead-letters.ts'
import { DeskFunction } from './desk-function.ts'
import type { StageContext } from './stage-context.ts'

export interface Work {
  /** Of the queue. The worker finds its queues by it: `PAYMENTS_DEAD_LETTERS_URL`, and `PAYMENTS_URL` if it sends there. */
  readonly name: string
  readonly worker: FunctionDefinition & { readonly timeoutSeconds: number }
  readonly batchSize: number
  readonly concurrencyLimit: number
  /** What it means to a person. */
  readonly impact: {
    /** A message that will never do, or was tried too often, has been set aside. */
    readonly deadLetter: string
    /** Messages wait for more than a quarter of an hour. */
    readonly behind: string
  }
  /** The worker sends messages to this very queue as well. */
  readonly sendsToItself?: boolean
  /** Other queues that the worker sends to, by the names of the environment variables with their URLs. */
  readonly sendsTo?: Readonly<Record<string, IQueue>>
}

/** AWS's advice: a message stays out of sight six times as long as its function may run. */
const VISIBILITY_FACTOR = 6

/** A message whose function died is tried so often in all. */
const RECEIVE_LIMIT = 5

const BEHIND_LIMIT = Duration.minutes(15)

/** A queue, the function that works through it, where that puts what it cannot do, and alarms on both. */
export class WorkQueue extends Construct {
  readonly queue: Queue
  readonly deadLetters: Queue
  readonly worker: Function

  constructor(scope: Construct, context: StageContext, work: Work) {
    super(scope, `${work.name}-work`)
    const { name, batchSize, concurrencyLimit, impact } = work
    this.deadLetters = deadLetterQueue(this, context, name, impact.deadLetter)
    this.queue = this.#queue(context, work)
    this.worker = this.#worker(context, work)
    new EventSourceMapping(this, 'reader', {
      target: this.worker,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      maxConcurrency: concurrencyLimit,
      reportBatchItemFailures: true,
    })
    const age = this.queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum' })
    const behind = { name: `${name}-behind`, impact: impact.behind, threshold: BEHIND_LIMIT.toSeconds() }
    alarmOn(this, context, behind, age)
  }

  #queue({ stage }: StageContext, { name, worker }: Work): Queue {
    return new Queue(this, name, {
      queueName: nameIn(stage, name),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(VISIBILITY_FACTOR * worker.timeoutSeconds),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: RECEIVE_LIMIT },
    })
  }

  #worker(context: StageContext, { name, worker, sendsToItself, sendsTo = {} }: Work): Function {
    const variable = name.toUpperCase().replaceAll('-', '_')
    const queues = {
      [`${variable}_DEAD_LETTERS_URL`]: this.deadLetters,
      ...(sendsToItself && { [`${variable}_URL`]: this.queue }),
      ...sendsTo,
    }
    const urls = Object.entries(queues).map(([url, { queueUrl }]) => [url, queueUrl] as const)
    return new DeskFunction(this, {
      ...context,
      definition: worker,
      environment: Object.fromEntries(urls),
      may: [mayRead(this.queue), maySendTo(...Object.values(queues))],
    })
  }
}

const mayRead = (queue: IQueue): PolicyStatement =>
  new PolicyStatement({
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resources: [queue.queueArn],
  })

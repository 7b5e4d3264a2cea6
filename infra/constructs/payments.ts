import { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { type IEventBus, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import type { Function } from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { BACKGROUND } from '../background.ts'
import { nameIn } from '../names.ts'
import { type AlarmText, alarmOn } from './alarm.ts'
import { deadLetterQueue, maySendTo } from './dead-letters.ts'
import { DeskFunction } from './desk-function.ts'
import type { StageContext } from './stage-context.ts'
import { alarmWhenBehind, mayRead, reads, workQueue } from './work-queue.ts'

/** Payments sent side by side are 20 × 5 at most on the whole stage; an account's own limit is its payoutConcurrency. */
const PAYING = { batchSize: 5, concurrencyLimit: 20 }
const RESULTS = { batchSize: 10, concurrencyLimit: 10 }

/** What moves money (design §8): orders → payments → process-allocation → gateway; bus → results. */
export class Payments extends Construct {
  /** Takes orders: an allocation to pay, or to ask about. */
  readonly orders: Queue

  constructor(scope: Construct, context: StageContext, bus: IEventBus) {
    super(scope, 'Payments')
    const results = this.#results(context, bus)
    const deadLetters = deadLetterQueue(this, context, 'payments', UNPAID)
    const { timeoutSeconds } = BACKGROUND.processAllocation
    this.orders = workQueue(this, context, { name: 'payments', deadLetters, timeoutSeconds })
    const worker = new DeskFunction(this, {
      ...context,
      definition: BACKGROUND.processAllocation,
      environment: {
        PAYMENTS_URL: this.orders.queueUrl,
        PAYMENTS_DEAD_LETTERS_URL: deadLetters.queueUrl,
        RESULTS_URL: results.queueUrl,
      },
      may: [mayRead(this.orders), maySendTo(this.orders, deadLetters, results)],
    })
    reads(this, worker, { queue: this.orders, ...PAYING })
    this.#alarms(context, worker)
  }

  #results(context: StageContext, bus: IEventBus): Queue {
    const deadLetters = deadLetterQueue(this, context, 'results', UNRECONCILED)
    const { timeoutSeconds } = BACKGROUND.results
    const queue = workQueue(this, context, { name: 'results', deadLetters, timeoutSeconds })
    const worker = new DeskFunction(this, {
      ...context,
      definition: BACKGROUND.results,
      environment: { RESULTS_DEAD_LETTERS_URL: deadLetters.queueUrl },
      may: [mayRead(queue), maySendTo(deadLetters)],
    })
    reads(this, worker, { queue, ...RESULTS })
    alarmWhenBehind(this, context, queue, RESULTS_BEHIND)
    const source = context.settings.busSources
    if (source.length > 0)
      new Rule(this, 'ResultsRule', {
        ruleName: nameIn(context.stage, 'results'),
        eventBus: bus,
        eventPattern: { source, detailType: ['transaction-processed', 'transaction-recorded'] },
        targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
      })
    return queue
  }

  #alarms(context: StageContext, worker: Function): void {
    alarmWhenBehind(this, context, this.orders, PAYMENTS_BEHIND)
    const [metricNamespace, metricName] = ['PayoutDesk', nameIn(context.stage, 'payments-unknown')]
    new MetricFilter(this, 'UnknownPayments', {
      logGroup: worker.logGroup,
      filterPattern: FilterPattern.stringValue('$.message', '=', LONG_UNKNOWN),
      metricNamespace,
      metricName,
    })
    const period = Duration.hours(1)
    alarmOn(
      this,
      context,
      UNKNOWN,
      new Metric({ namespace: metricNamespace, metricName, period, statistic: 'Sum' }),
    )
  }
}

/** What the worker logs, word for word. */
export const LONG_UNKNOWN = 'A payment is unknown for an hour or more'

const UNPAID =
  'Customers wait for payouts that nobody is sending, or a gateway contradicts what was recorded.'
const UNRECONCILED = 'A gateway told of a payment what the desk could not take in: books and bank may differ.'

const PAYMENTS_BEHIND: AlarmText = {
  name: 'payments-behind',
  impact: 'Customers wait longer than a quarter of an hour for payouts that were told to go.',
}

const RESULTS_BEHIND: AlarmText = {
  name: 'results-behind',
  impact: 'What gateways told of payments has not been taken in for a quarter of an hour.',
}

const UNKNOWN: AlarmText = {
  name: 'payments-unknown',
  impact: 'Nobody knows whether a customer was paid; the desk will not pay again by itself.',
}

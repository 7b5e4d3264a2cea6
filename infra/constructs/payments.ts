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
import type { StageContext } from './stage-context.ts'
import { type Work, WorkQueue } from './work-queue.ts'

/** Payments sent side by side are 20 × 5 at most on the whole stage; an account's own limit is its payoutConcurrency. */
const PAYMENTS = {
  name: 'payments',
  worker: BACKGROUND.processAllocation,
  batchSize: 5,
  concurrencyLimit: 20,
  sendsToItself: true,
  impact: {
    deadLetter:
      'Customers wait for payouts that nobody is sending, or a gateway contradicts what was recorded.',
    behind: 'Customers wait longer than a quarter of an hour for payouts that were told to go.',
  },
} satisfies Work

const RESULTS = {
  name: 'results',
  worker: BACKGROUND.results,
  batchSize: 10,
  concurrencyLimit: 10,
  impact: {
    deadLetter: 'A gateway told of a payment what the desk could not take in: books and bank may differ.',
    behind: 'What gateways told of payments has not been taken in for a quarter of an hour.',
  },
} satisfies Work

/** What moves money (design §8): orders → payments → process-allocation → gateway; bus → results. */
export class Payments extends Construct {
  /** Takes orders: an allocation to pay, or to ask about. */
  readonly orders: Queue

  constructor(scope: Construct, context: StageContext, bus: IEventBus) {
    super(scope, 'Payments')
    const sendsTo = { RESULTS_URL: this.#results(context, bus) }
    const { queue, worker } = new WorkQueue(this, context, { ...PAYMENTS, sendsTo })
    this.orders = queue
    this.#alarm(context, worker)
  }

  #results(context: StageContext, eventBus: IEventBus): Queue {
    const { queue, deadLetters } = new WorkQueue(this, context, RESULTS)
    const source = context.settings.busSources
    if (source.length > 0)
      new Rule(this, 'ResultsRule', {
        ruleName: nameIn(context.stage, 'results'),
        eventBus,
        eventPattern: { source, detailType: ['transaction-processed', 'transaction-recorded'] },
        targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
      })
    return queue
  }

  #alarm(context: StageContext, worker: Function): void {
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

const UNKNOWN: AlarmText = {
  name: 'payments-unknown',
  impact: 'Nobody knows whether a customer was paid; the desk will not pay again by itself.',
}

import { type IEventBus, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { EVENT_SOURCE } from '../../shared/contracts/event-source.ts'
import { BACKGROUND } from '../background.ts'
import { nameIn } from '../names.ts'
import type { AlarmText } from './alarm.ts'
import { deadLetterQueue, maySendTo } from './dead-letters.ts'
import { DeskFunction } from './desk-function.ts'
import type { StageContext } from './stage-context.ts'
import { alarmWhenBehind, mayRead, reads, workQueue } from './work-queue.ts'

const EVENTS = { batchSize: 10, concurrencyLimit: 10 }

/** A receiver may take ten seconds: small batches, so that one that does keeps few others waiting. */
const DELIVERIES = { batchSize: 5, concurrencyLimit: 40 }

/** What tells other systems by HTTP (rules §5): bus → webhook-events → a delivery for each webhook → webhook-deliveries. */
export class Webhooks extends Construct {
  /** Takes orders: a delivery to attempt, or a redelivery to go on with. */
  readonly deliveries: Queue

  constructor(scope: Construct, context: StageContext, bus: IEventBus) {
    super(scope, 'Webhooks')
    this.deliveries = this.#deliveries(context)
    this.#events(context, bus)
  }

  #deliveries(context: StageContext): Queue {
    const deadLetters = deadLetterQueue(this, context, 'webhook-deliveries', UNDELIVERED)
    const { timeoutSeconds } = BACKGROUND.webhookDeliveries
    const queue = workQueue(this, context, { name: 'webhook-deliveries', deadLetters, timeoutSeconds })
    const worker = new DeskFunction(this, {
      ...context,
      definition: BACKGROUND.webhookDeliveries,
      environment: {
        WEBHOOK_DELIVERIES_URL: queue.queueUrl,
        WEBHOOK_DELIVERIES_DEAD_LETTERS_URL: deadLetters.queueUrl,
      },
      may: [mayRead(queue), maySendTo(queue, deadLetters)],
    })
    reads(this, worker, { queue, ...DELIVERIES })
    alarmWhenBehind(this, context, queue, DELIVERIES_BEHIND)
    return queue
  }

  #events(context: StageContext, bus: IEventBus): void {
    const deadLetters = deadLetterQueue(this, context, 'webhook-events', UNTOLD)
    const { timeoutSeconds } = BACKGROUND.webhookEvents
    const queue = workQueue(this, context, { name: 'webhook-events', deadLetters, timeoutSeconds })
    const worker = new DeskFunction(this, {
      ...context,
      definition: BACKGROUND.webhookEvents,
      environment: {
        WEBHOOK_DELIVERIES_URL: this.deliveries.queueUrl,
        WEBHOOK_EVENTS_DEAD_LETTERS_URL: deadLetters.queueUrl,
      },
      may: [mayRead(queue), maySendTo(this.deliveries, deadLetters)],
    })
    reads(this, worker, { queue, ...EVENTS })
    alarmWhenBehind(this, context, queue, EVENTS_BEHIND)
    new Rule(this, 'EventsRule', {
      ruleName: nameIn(context.stage, 'webhook-events'),
      eventBus: bus,
      eventPattern: { source: [EVENT_SOURCE] },
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
    })
  }
}

const UNDELIVERED = 'An event could not be attempted at all: a system that listens may miss it.'
const UNTOLD = 'An event was not taken in for the webhooks: systems that listen miss it.'

const DELIVERIES_BEHIND: AlarmText = {
  name: 'webhook-deliveries-behind',
  impact: 'Systems that listen hear of payouts more than a quarter of an hour late.',
}

const EVENTS_BEHIND: AlarmText = {
  name: 'webhook-events-behind',
  impact: 'Events wait for more than a quarter of an hour before any webhook is called.',
}

import { type IEventBus, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { EVENT_SOURCE } from '../../shared/contracts/event-source.ts'
import { BACKGROUND } from '../background.ts'
import { nameIn } from '../names.ts'
import type { StageContext } from './stage-context.ts'
import { type Work, WorkQueue } from './work-queue.ts'

const EVENTS = {
  name: 'webhook-events',
  worker: BACKGROUND.webhookEvents,
  batchSize: 10,
  concurrencyLimit: 10,
  impact: {
    deadLetter: 'An event was not taken in for the webhooks: systems that listen miss it.',
    behind: 'Events wait for more than a quarter of an hour before any webhook is called.',
  },
} satisfies Work

/** A receiver may take ten seconds: small batches, so that one that does keeps few others waiting. */
const DELIVERIES = {
  name: 'webhook-deliveries',
  worker: BACKGROUND.webhookDeliveries,
  batchSize: 5,
  concurrencyLimit: 40,
  sendsToItself: true,
  impact: {
    deadLetter: 'An event could not be attempted at all: a system that listens may miss it.',
    behind: 'Systems that listen hear of payouts more than a quarter of an hour late.',
  },
} satisfies Work

/** What tells other systems by HTTP (rules §5): bus → webhook-events → a delivery for each webhook → webhook-deliveries. */
export class Webhooks extends Construct {
  /** Takes orders: a delivery to attempt, or a redelivery to go on with. */
  readonly deliveries: Queue

  constructor(scope: Construct, context: StageContext, bus: IEventBus) {
    super(scope, 'Webhooks')
    this.deliveries = new WorkQueue(this, context, DELIVERIES).queue
    const sendsTo = { WEBHOOK_DELIVERIES_URL: this.deliveries }
    const { queue, deadLetters } = new WorkQueue(this, context, { ...EVENTS, sendsTo })
    new Rule(this, 'EventsRule', {
      ruleName: nameIn(context.stage, 'webhook-events'),
      eventBus: bus,
      eventPattern: { source: [EVENT_SOURCE] },
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
    })
  }
}

import {
  EventField,
  type IEventBus,
  type IRuleTarget,
  Rule,
  RuleTargetInput,
  Schedule,
} from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { BACKGROUND } from '../background.ts'
import type { BatchSchedule } from '../batch-schedule.ts'
import { nameIn } from '../names.ts'
import type { StageContext } from './stage-context.ts'
import { type Work, WorkQueue } from './work-queue.ts'

/** One makes up to twenty batches; side by side they would wait for each other's claims. */
const BATCH_REQUESTS = {
  name: 'batch-requests',
  worker: BACKGROUND.startScheduledBatch,
  batchSize: 1,
  concurrencyLimit: 5,
  impact: {
    deadLetter:
      'Batches that a schedule or another system asked for were not made: customers wait for their payouts.',
    behind: 'Batches that are due have not been made for a quarter of an hour.',
  },
} satisfies Work

/** What schedules and events ask for (rules §5): sweep, rules of the settings, bus → start-scheduled-batch. */
export class BatchRequests extends Construct {
  /** Takes what is to be carried out. */
  readonly queue: Queue

  readonly #target: (message?: RuleTargetInput) => IRuleTarget

  constructor(scope: Construct, context: StageContext, bus: IEventBus) {
    super(scope, 'BatchRequests')
    const { queue, deadLetters } = new WorkQueue(this, context, BATCH_REQUESTS)
    this.queue = queue
    this.#target = (message) =>
      new SqsQueue(queue, { deadLetterQueue: deadLetters, ...(message && { message }) })
    this.#events(context, bus)
    for (const schedule of context.settings.batchSchedules) this.#schedule(context, schedule)
  }

  #events({ stage, settings }: StageContext, eventBus: IEventBus): void {
    const source = settings.busSources
    if (source.length === 0) return
    new Rule(this, 'Requested', {
      ruleName: nameIn(stage, 'batch-requested'),
      eventBus,
      eventPattern: { source, detailType: ['payout-request-batch-requested'] },
      targets: [this.#target()],
    })
  }

  #schedule({ stage }: StageContext, { name, expression, ...detail }: BatchSchedule): void {
    const message = RuleTargetInput.fromObject({
      'detail-type': 'payout-request-batch-scheduled',
      detail: { ...detail, schedule: name, scheduledTime: EventField.time },
    })
    new Rule(this, `Schedule-${name}`, {
      ruleName: nameIn(stage, `batches-${name}`),
      schedule: Schedule.expression(expression),
      targets: [this.#target(message)],
    })
  }
}

import { EventField, type IEventBus, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { BACKGROUND } from '../background.ts'
import type { BatchSchedule } from '../batch-schedule.ts'
import { nameIn } from '../names.ts'
import type { AlarmText } from './alarm.ts'
import { deadLetterQueue, maySendTo } from './dead-letters.ts'
import { DeskFunction } from './desk-function.ts'
import type { StageContext } from './stage-context.ts'
import { alarmWhenBehind, mayRead, reads, workQueue } from './work-queue.ts'

/** One makes up to twenty batches; side by side they would wait for each other's claims. */
const MAKING = { batchSize: 1, concurrencyLimit: 5 }

/** What schedules and events ask for (rules §5): sweep, rules of the settings, bus → start-scheduled-batch. */
export class BatchRequests extends Construct {
  /** Takes what is to be carried out. */
  readonly queue: Queue

  readonly #deadLetters: Queue

  constructor(scope: Construct, context: StageContext, bus: IEventBus) {
    super(scope, 'BatchRequests')
    this.#deadLetters = deadLetterQueue(this, context, 'batch-requests', UNMADE)
    const { timeoutSeconds } = BACKGROUND.startScheduledBatch
    this.queue = workQueue(this, context, {
      name: 'batch-requests',
      deadLetters: this.#deadLetters,
      timeoutSeconds,
    })
    const worker = new DeskFunction(this, {
      ...context,
      definition: BACKGROUND.startScheduledBatch,
      environment: { BATCH_REQUESTS_DEAD_LETTERS_URL: this.#deadLetters.queueUrl },
      may: [mayRead(this.queue), maySendTo(this.#deadLetters)],
    })
    reads(this, worker, { queue: this.queue, ...MAKING })
    alarmWhenBehind(this, context, this.queue, BEHIND)
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
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.#deadLetters })],
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
      targets: [new SqsQueue(this.queue, { message, deadLetterQueue: this.#deadLetters })],
    })
  }
}

const UNMADE =
  'Batches that a schedule or another system asked for were not made: customers wait for their payouts.'

const BEHIND: AlarmText = {
  name: 'batch-requests-behind',
  impact: 'Batches that are due have not been made for a quarter of an hour.',
}

import { Stack } from 'aws-cdk-lib'
import { EventBus } from 'aws-cdk-lib/aws-events'
import type { Construct } from 'constructs'
import { BatchRequests } from './constructs/batch-requests.ts'
import { BatchRun } from './constructs/batch-run.ts'
import { maySendTo } from './constructs/dead-letters.ts'
import { Endpoints } from './constructs/endpoints.ts'
import { Payments } from './constructs/payments.ts'
import type { StageContext } from './constructs/stage-context.ts'
import { StreamReaders } from './constructs/stream-readers.ts'
import { Sweep } from './constructs/sweep.ts'
import { Webhooks } from './constructs/webhooks.ts'
import { eventBusNameIn } from './names.ts'

/** Everything that a release replaces: the endpoints' functions, the batch run, the readers of the stream, the sweep. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, context: StageContext) {
    super(scope, id, { description: 'Payout Desk: the functions, and what works behind the API' })

    const bus = new EventBus(this, 'EventBus', { eventBusName: eventBusNameIn(context.stage) })
    const { orders: payments } = new Payments(this, context, bus)
    const { queue: batchRequests } = new BatchRequests(this, context, bus)
    const { deliveries } = new Webhooks(this, context, bus)
    new Endpoints(this, context, {
      PostTransactionQuery: { environment: { PAYMENTS_URL: payments.queueUrl }, may: [maySendTo(payments)] },
    })
    const { stateMachine: batchRun } = new BatchRun(this, context)
    new StreamReaders(this, context, { batchRun, payments, deliveries, bus })
    new Sweep(this, context, { batchRun, payments, batchRequests, deliveries })
  }
}

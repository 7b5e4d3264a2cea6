import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { allocationFrom } from '../../shared/repository/allocation-item.ts'
import { batchFrom } from '../../shared/repository/batches/batch-item.ts'
import type { Item } from '../../shared/repository/client.ts'
import { redeliveryFrom } from '../../shared/repository/redeliveries.ts'
import { environment } from '../../shared/runtime/environment.ts'
import { sendDeliveryOrder } from '../delivering/sending-orders.ts'
import { type Change, streamReader } from '../entry/stream-reader.ts'
import { sendOrder } from '../paying/sending-orders.ts'

const stepFunctions = new SFNClient({})

// Reads the table's stream and starts what an item asks for: a batch that became processing, its run; an allocation
// that became queued, or processing by a person's word, its payment; a redelivery to a webhook, itself.
export const handler = streamReader({
  duty: 'start the run of the batch, the payment of the allocation, or the redelivery',
  deadLetters: 'ORDERS_DEAD_LETTERS_URL',
  together: 1,

  async perform(changes, { organization }) {
    for (const change of changes) await start(change, organization)
  },
})

async function start({ item, before }: Change, organizationId: string): Promise<void> {
  if (item.type === 'batch') await startRun(item, organizationId)
  if (item.type === 'allocation' && asksToBePaid(item, before))
    await sendOrder({ organizationId, allocationId: allocationFrom(item).id })
  if (item.type === 'redelivery') await sendRedelivery(item, organizationId)
}

/** What was queued before is being sent by the worker that wrote this. */
function asksToBePaid(item: Item, before: Item | undefined): boolean {
  const { status, transactionStatus } = allocationFrom(item)
  if (status === 'queued') return true
  return status === 'processing' && transactionStatus === 'sending' && before?.status !== 'queued'
}

async function sendRedelivery(item: Item, organizationId: string): Promise<void> {
  const { id: redeliveryId, webhookId } = redeliveryFrom(item)
  await sendDeliveryOrder({ kind: 'redelivery', organizationId, webhookId, redeliveryId })
}

/** The execution's name is the run's id, so that a record that comes twice starts it once. */
async function startRun(item: Item, organizationId: string): Promise<void> {
  const batch = batchFrom(item)
  if (batch?.status !== 'processing' || !batch.run) return
  const input = { organizationId, batchId: batch.id, runId: batch.run.id }
  await stepFunctions
    .send(
      new StartExecutionCommand({
        stateMachineArn: environment('BATCH_RUN_ARN'),
        name: batch.run.id,
        input: JSON.stringify(input),
      }),
    )
    .catch(unlessStarted)
}

function unlessStarted(error: unknown): void {
  if (!(error instanceof ExecutionAlreadyExists)) throw error
}

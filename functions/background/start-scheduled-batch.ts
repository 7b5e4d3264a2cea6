import { idsFrom } from '../../shared/runtime/ids.ts'
import { carryOut } from '../batch-requests/carrying-out.ts'
import { BatchRequestMessage } from '../batch-requests/messages.ts'
import { takeDown } from '../batch-requests/taking-down.ts'
import { queueWorker } from '../entry/queue-worker.ts'

// Makes the batches that schedules and events on the bus ask for, approves them if asked to, and starts their runs: the
// third caller of what POST /payout-request-batches, …/approve and …/auto-allocate do. What was put down first is done
// once, however often and in whatever order it is asked for; what can never be done goes to the dead-letter queue.
export const handler = queueWorker({
  duty: 'make the batches that are asked for',
  message: BatchRequestMessage,
  organizationOf: ({ detail }) => detail.organizationId,
  deadLetters: 'BATCH_REQUESTS_DEAD_LETTERS_URL',

  async perform(message, { table, clock }) {
    const origin = await takeDown(table(), message, clock.now())
    await carryOut({ table, clock, ids: idsFrom(clock) }, origin)
  },
})

import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { batchFrom } from '../../shared/repository/batches/batch-item.ts'
import { environment } from '../../shared/runtime/environment.ts'
import { streamReader } from '../entry/stream-reader.ts'

const stepFunctions = new SFNClient({})

// Reads the table's stream and starts what an item asks for: a batch that became processing, its run.
// The execution's name is the run's id, so that a record that comes twice starts it once.
export const handler = streamReader({
  duty: 'start the run of the batch',
  deadLetters: 'ORDERS_DEAD_LETTERS_URL',

  async perform(item, { organization }) {
    const batch = item.type === 'batch' ? batchFrom(item) : undefined
    if (batch?.status !== 'processing' || !batch.run) return
    const input = { organizationId: organization, batchId: batch.id, runId: batch.run.id }
    await stepFunctions
      .send(
        new StartExecutionCommand({
          stateMachineArn: environment('BATCH_RUN_ARN'),
          name: batch.run.id,
          input: JSON.stringify(input),
        }),
      )
      .catch(unlessStarted)
  },
})

function unlessStarted(error: unknown): void {
  if (!(error instanceof ExecutionAlreadyExists)) throw error
}

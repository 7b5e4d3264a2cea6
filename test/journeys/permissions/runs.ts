import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { OPERATOR_ACCESS_KEY_ID } from '../../../infra/local/running.ts'
import { batchKey } from '../../../shared/repository/keys.ts'
import { done } from '../harness/client.ts'
import type { JourneyDesk, JourneyOrganization } from '../harness/desk.ts'
import { newBatch } from '../harness/steps.ts'

/** What the steps of a run are told. */
export interface RunReference {
  readonly organizationId: string
  readonly batchId: string
  readonly runId: string
}

/** A run of a batch of one, asked for and not waited for. */
export async function startedRun(us: JourneyOrganization): Promise<RunReference> {
  const { id } = await newBatch(us.call)
  const path = `POST /payout-request-batches/${id}/auto-allocate`
  const { run } = await done(us.call(path, { headers: { Prefer: 'respond-async' } }))
  return { organizationId: us.id, batchId: id, runId: run.id }
}

/** As if two executions of this run had ended without effect, and the third as well: it did another run's work. */
export async function threeExecutionsOf(
  { stack }: JourneyDesk,
  us: JourneyOrganization,
  { batchId, runId }: RunReference,
  done: RunReference,
): Promise<void> {
  await us.table.client.send(
    new UpdateCommand({
      TableName: us.table.name,
      Key: batchKey(us.id, batchId),
      UpdateExpression: 'SET #run.executions = :three',
      ExpressionAttributeNames: { '#run': 'run' },
      ExpressionAttributeValues: { ':three': 3 },
    }),
  )
  const stepFunctions = new SFNClient({
    endpoint: stack.awsEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: OPERATOR_ACCESS_KEY_ID, secretAccessKey: 'local' },
  })
  const stateMachineArn = stack.description.stateMachines[0]?.arn
  const input = JSON.stringify(done)
  await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name: `${runId}-3`, input }))
  await stack.quiet()
}

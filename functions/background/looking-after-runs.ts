import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { DEFAULT_ALLOCATION_ORDER } from '../../shared/domain/auto-allocation/decision.ts'
import type { Run } from '../../shared/domain/batch.ts'
import type { RunInput } from '../../shared/domain/batch-run.ts'
import {
  countExecution,
  findRunInProgress,
  type RunInProgress,
} from '../../shared/repository/batches/batches.ts'
import { theBatchWithRunMembers } from '../../shared/repository/batches/members.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { findRunInput, keepRunInput } from '../../shared/repository/runs/input.ts'
import { environment } from '../../shared/runtime/environment.ts'
import { log } from '../../shared/runtime/log.ts'
import { endRun } from '../batch-run/ending.ts'
import { asRunFailed } from '../batch-run/missing.ts'

const stepFunctions = new SFNClient({})

/** Rules §3: a run is started again twice; after three executions without Conclude it has failed. */
export const EXECUTIONS_LIMIT = 3

/**
 * Looks after a run that is long in progress: starts it where its order was lost, starts it again where its execution
 * has ended without Conclude, and fails it when that is no use. Every step goes on where the last execution was.
 */
export async function lookAfterRun(table: OrganizationTable, batchId: string, now: Date): Promise<void> {
  const inProgress = await findRunInProgress(table, batchId)
  if (!inProgress) return
  const { run, executions } = inProgress
  const standing = await standingOf(executionName(run, executions))
  if (standing === 'running') return
  log.warn('A run is looked after', { batch: batchId, run: run.id, executions, standing })
  if (standing === 'unknown') return start(table, inProgress, executions)
  if (executions === EXECUTIONS_LIMIT) return fail(table, inProgress, now)
  if (await countExecution(table, inProgress, now)) await start(table, inProgress, executions + 1)
}

const executionName = ({ id }: Run, execution: number): string =>
  execution === 1 ? id : `${id}-${execution}`

/** `unknown`: never started, or so long ago that Step Functions has forgotten it. */
async function standingOf(name: string): Promise<'running' | 'ended' | 'unknown'> {
  const machine = environment('BATCH_RUN_ARN').replace(':stateMachine:', ':execution:')
  try {
    const { status } = await stepFunctions.send(
      new DescribeExecutionCommand({ executionArn: `${machine}:${name}` }),
    )
    return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'ended'
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return 'unknown'
    throw error
  }
}

async function start(
  { organization }: OrganizationTable,
  { batch, run }: RunInProgress,
  execution: number,
): Promise<void> {
  const command = new StartExecutionCommand({
    stateMachineArn: environment('BATCH_RUN_ARN'),
    name: executionName(run, execution),
    input: JSON.stringify({ organizationId: organization, batchId: batch.id, runId: run.id }),
  })
  await stepFunctions.send(command).catch((error: unknown) => {
    if (!(error instanceof ExecutionAlreadyExists)) throw error
  })
}

async function fail(table: OrganizationTable, { batch, run }: RunInProgress, now: Date): Promise<void> {
  const reference = { batchId: batch.id, runId: run.id }
  const input =
    (await findRunInput(table, reference)) ??
    (await keepRunInput(table, reference, await emptyInput(table, batch.id)))
  await endRun(table, reference, { input, missing: asRunFailed, status: 'failed' }, now.toISOString())
}

/** For a run that never began: a Begin that is still about uses this, and finds every member settled. */
async function emptyInput(table: OrganizationTable, batchId: string): Promise<RunInput> {
  const { payoutRequestIds } = await theBatchWithRunMembers(table, batchId)
  return {
    gateways: [],
    order: DEFAULT_ALLOCATION_ORDER,
    policy: 'largest-exposure',
    planHash: null,
    chunks: [payoutRequestIds],
  }
}

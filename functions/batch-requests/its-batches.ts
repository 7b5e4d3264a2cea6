import { beginRun, newRun } from '../../shared/domain/batch-changes.ts'
import { type BatchRequest, type RequestedBatch, withBatch } from '../../shared/domain/batch-request.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { batchRequestWrite, keepBatchRequest } from '../../shared/repository/batch-requests.ts'
import { startRun } from '../../shared/repository/batches/batches.ts'
import { operateOnEach } from '../../shared/repository/batches/each-member.ts'
import { keepMemberResults } from '../../shared/repository/batches/member-results.ts'
import { theBatchWithMembers } from '../../shared/repository/batches/members.ts'
import { approving } from '../../shared/repository/batches/request-changes.ts'
import type { Step, StepDesk } from './step.ts'

/** Approves the members of the batch that was made last, as POST …/approve does. */
export const approveBatch: Step = async (desk, request) => {
  const { table, clock, ids } = desk
  const found = await findLastBatch(desk, request)
  if (!found) return noBatch(desk, request)
  const stamp = { by: request.userId, at: clock.now().toISOString() }
  const results = await operateOnEach(approving(table, stamp), found.payoutRequestIds)
  const operationId = ids.next('operation')
  await keepMemberResults(table, { batchId: found.batch.id, operation: operationId }, results, stamp, [
    writeOf(desk, request, { step: 'approved', operationId }),
  ])
}

/** Starts its run, as POST …/auto-allocate does; one that somebody else has started will do. */
export const allocateBatch: Step = async (desk, request) => {
  const { table, clock, ids } = desk
  const found = await findLastBatch(desk, request)
  if (!found) return noBatch(desk, request)
  const { batch } = found
  if (batch.run) return ready(desk, request, batch.run.id)
  const run = newRun(ids.next('run'), { by: request.userId, at: clock.now().toISOString() }, null)
  await startRun(table, beginRun(batch, run), [writeOf(desk, request, { step: 'ready', runId: run.id })])
}

const lastOf = ({ batches }: BatchRequest): string => batches.at(-1)?.batchId ?? ''

const findLastBatch = ({ table }: StepDesk, request: BatchRequest) =>
  theBatchWithMembers(table, lastOf(request)).catch((error: unknown) => {
    if (error instanceof Refusal && error.reason === 'not-found') return undefined
    throw error
  })

/** Somebody has deleted it meanwhile: nothing of it is left to be done. */
const noBatch = (desk: StepDesk, request: BatchRequest): Promise<void> => ready(desk, request, null)

async function ready(desk: StepDesk, request: BatchRequest, runId: string | null): Promise<void> {
  const { table, clock } = desk
  await keepBatchRequest(table, request, withBatch(request, { step: 'ready', runId }), clock.now())
}

const writeOf = ({ table, clock }: StepDesk, request: BatchRequest, change: Partial<RequestedBatch>) =>
  batchRequestWrite(table, request, withBatch(request, change), clock.now())

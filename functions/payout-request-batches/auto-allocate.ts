import { AutoAllocationBody } from '../../shared/contracts/allocation-plan.ts'
import { BatchRepresentation, representBatch } from '../../shared/contracts/batch.ts'
import { type Preference, readPreference } from '../../shared/contracts/preference.ts'
import { beginRun, newRun } from '../../shared/domain/batch-changes.ts'
import { startRun } from '../../shared/repository/batches/batches.ts'
import { memberIds, theBatchWithMembers } from '../../shared/repository/batches/members.ts'
import { demandPlan } from '../../shared/repository/runs/plans.ts'
import { runConcluded } from '../../shared/repository/runs/waiting.ts'
import { patience } from '../../shared/runtime/clock.ts'
import { type Answer, ok } from '../entry/answers.ts'
import { apiOperation, type Call, type Desk } from '../entry/api-operation.ts'
import { header } from '../entry/caller.ts'

// POST /payout-request-batches/{id}/auto-allocate
// Starts a run over the batch's members, which decides for itself or applies the plan that the body names, and waits
// for it: 4 s, or as the Prefer header says (`wait=N`, `respond-async`).
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatchAutoAllocate',
  body: AutoAllocationBody,
  answers: { 200: BatchRepresentation },

  async perform(call, desk) {
    const { id, body, caller, linkTo, demandVersion } = call
    const { planHash = null } = body
    const { table, clock, ids, remember } = desk
    const { batch: before, payoutRequestIds } = await theBatchWithMembers(table, id)
    demandVersion(before.version)

    const runId = ids.next('run')
    const now = clock.now()
    const stamp = { by: caller.userId, at: now.toISOString() }
    const batch = beginRun(before, newRun(runId, stamp, planHash))
    if (planHash !== null) await demandPlan(table, { batchId: id, planHash }, now)

    const started = ok(representBatch({ batch, payoutRequestIds }, linkTo), batch.version)
    await startRun(table, batch, remember(started))

    const preference = readPreference(header(call.event.headers, 'Prefer'))
    return preference.waitSeconds === 0 ? honoured(preference, started) : answerOfRun(call, desk, runId)
  },

  /** The same key again waits for the run that it started, and starts none. */
  replay: (given, call, desk) => answerOfRun(call, desk, BatchRepresentation.parse(given).run?.id ?? ''),
})

async function answerOfRun(
  { id, event, linkTo }: Call<unknown>,
  { table }: Desk,
  runId: string,
): Promise<Answer> {
  const preference = readPreference(header(event.headers, 'Prefer'))
  const patient = { ...table, patience: patience(preference.waitSeconds * 1000) }
  const [batch, payoutRequestIds] = await Promise.all([
    runConcluded(patient, id, runId),
    memberIds(table, id),
  ])
  return honoured(preference, ok(representBatch({ batch, payoutRequestIds }, linkTo), batch.version))
}

const honoured = ({ applied }: Preference, answer: Answer): Answer =>
  applied ? { ...answer, headers: { ...answer.headers, 'Preference-Applied': applied } } : answer

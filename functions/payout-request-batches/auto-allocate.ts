import { BatchRepresentation, NoBody, representBatch } from '../../shared/contracts/batch.ts'
import { readPreference } from '../../shared/contracts/preference.ts'
import { NO_RESULTS } from '../../shared/domain/batch.ts'
import { memberIds, startRun } from '../../shared/repository/batches/batches.ts'
import { runConcluded } from '../../shared/repository/runs/waiting.ts'
import { patience } from '../../shared/runtime/clock.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { header } from '../entry/caller.ts'

// POST /payout-request-batches/{id}/auto-allocate
// Starts a run over the batch's members and waits for it: 4 s, or as the Prefer header says (`wait=N`, `respond-async`).
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatchAutoAllocate',
  body: NoBody,
  answers: { 200: BatchRepresentation },

  async perform({ id, caller, event, linkTo }, { table, clock, ids }) {
    const { waitSeconds, applied } = readPreference(header(event.headers, 'Prefer'))
    const run = {
      id: ids.next('run'),
      startedBy: caller.userId,
      startedTime: clock.now().toISOString(),
      finishedTime: null,
      results: NO_RESULTS,
    }

    await startRun(table, id, run)

    const [batch, payoutRequestIds] = await Promise.all([
      runConcluded({ ...table, patience: patience(waitSeconds * 1000) }, id, run.id),
      memberIds(table, id),
    ])
    const answer = ok(representBatch({ batch, payoutRequestIds }, linkTo), batch.version)
    return applied ? { ...answer, headers: { ...answer.headers, 'Preference-Applied': applied } } : answer
  },
})

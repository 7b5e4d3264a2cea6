import { OutcomeTraceRepresentation, representTrace } from '../../shared/contracts/outcome-trace.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { theOutcome } from '../../shared/repository/runs/outcomes.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { pathParameter } from '../entry/caller.ts'
import { findNamedRun } from './named-run.ts'

// GET /payout-request-batches/{id}/outcomes/{payoutRequestId}?run=<id>
// What a run, the latest if none is named, made of one member, and why: every pair of an instrument and a gateway
// account with what it could take, what it took, and why no more.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestBatchOutcome',
  answers: { 200: OutcomeTraceRepresentation },

  async perform(call, desk) {
    const run = await findNamedRun(call, desk)
    if (!run) throw new Refusal('not-found', { detail: 'This batch has had no run yet.' })
    const { row, input } = await theOutcome(desk.table, run, pathParameter(call.event, 'payoutRequestId'))
    return ok(representTrace(row, run.runId, input), UNCHANGING)
  },
})

/** An outcome is written once. */
const UNCHANGING = 1

import { OutcomeTraceRepresentation, representTrace } from '../../shared/contracts/outcome-trace.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { theOutcome } from '../../shared/repository/runs/outcomes.ts'
import { theUsablePlan } from '../../shared/repository/runs/plans.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation, type Call, type Desk } from '../entry/api-operation.ts'
import { pathParameter } from '../entry/caller.ts'
import { demandOneSource, findNamedRun } from './named-run.ts'

// GET /payout-request-batches/{id}/outcomes/{payoutRequestId}?run=<id> or ?plan=<hash>
// What a run, the latest if none is named, made of one member, or would by a plan, and why: every pair of an instrument
// and a gateway account with what it could take, what it took, and why no more.
export const handler = apiOperation({
  operationId: 'GetPayoutRequestBatchOutcome',
  answers: { 200: OutcomeTraceRepresentation },

  async perform(call, desk) {
    const { run: named, plan } = call.event.queryStringParameters ?? {}
    demandOneSource({ run: named, plan })
    if (plan) return outcomeInPlan(call, desk, plan)
    const run = await findNamedRun(call, desk)
    if (!run) throw new Refusal('not-found', { detail: 'This batch has had no run yet.' })
    const { row, input } = await theOutcome(desk.table, run, pathParameter(call.event, 'payoutRequestId'))
    return ok(representTrace(row, run.runId, input), UNCHANGING)
  },
})

async function outcomeInPlan({ id, event }: Call<unknown>, { table, clock }: Desk, planHash: string) {
  const { members, rules } = await theUsablePlan(table, { batchId: id, planHash }, clock.now())
  const payoutRequestId = pathParameter(event, 'payoutRequestId')
  const row = members.find((member) => member.payoutRequestId === payoutRequestId)
  if (!row) throw new Refusal('not-found', { detail: 'This plan has no such payout request in it.' })
  return ok(representTrace(row, null, rules), UNCHANGING)
}

/** An outcome is written once. */
const UNCHANGING = 1

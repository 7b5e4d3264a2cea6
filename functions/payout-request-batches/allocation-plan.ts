import { NewPlanBody, PlanRepresentation, representPlan } from '../../shared/contracts/allocation-plan.ts'
import { PLAN_USABLE_SECONDS, planAllocations } from '../../shared/domain/allocation-plan.ts'
import { demandNoRun } from '../../shared/domain/batch-changes.ts'
import { runRules } from '../../shared/domain/run-rules.ts'
import { theBatchWithMembers } from '../../shared/repository/batches/members.ts'
import { gatewayAccounts } from '../../shared/repository/gateway-accounts.ts'
import { organizationSettings } from '../../shared/repository/organizations.ts'
import { loadUnderRules } from '../../shared/repository/runs/members.ts'
import { keepPlan } from '../../shared/repository/runs/plans.ts'
import { digest } from '../../shared/runtime/digest.ts'
import { onFault } from '../batch-run/faults.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// POST /payout-request-batches/{id}/allocation-plan
// Decides every member as a run would at this moment, sets nothing aside, and keeps the plan for a run to apply.
export const handler = apiOperation({
  operationId: 'PostPayoutRequestBatchAllocationPlan',
  body: NewPlanBody,
  answers: { 200: PlanRepresentation },

  async perform({ id, caller, linkTo, demandVersion }, { table, clock, remember }) {
    const [{ batch, payoutRequestIds }, gateways, settings] = await Promise.all([
      theBatchWithMembers(table, id),
      gatewayAccounts(table),
      organizationSettings(table),
    ])
    demandVersion(batch.version)
    demandNoRun(batch) // a plan of what a run is just changing would never hold

    const rules = runRules(batch, gateways, settings)
    const { members, windows } = await loadUnderRules(table, payoutRequestIds, rules)
    const now = clock.now()
    const stamp = { by: caller.userId, at: now.toISOString() }
    const plan = planAllocations(members, { batchId: id, rules, windows, stamp, onFault, digest })

    const expiresTime = new Date(now.getTime() + PLAN_USABLE_SECONDS * 1000).toISOString()
    const answer = ok(representPlan(id, plan, expiresTime, linkTo), batch.version)
    await keepPlan(table, { batchId: id, planHash: plan.hash }, { ...plan, expiresTime }, remember(answer))
    return answer
  },
})

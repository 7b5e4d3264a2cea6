import { chunksOf } from '../../shared/domain/batch-run.ts'
import { runRules } from '../../shared/domain/run-rules.ts'
import { membersAt } from '../../shared/repository/batches/claiming-table.ts'
import { theBatchWithRunMembers } from '../../shared/repository/batches/members.ts'
import { gatewayAccounts } from '../../shared/repository/gateway-accounts.ts'
import { organizationSettings } from '../../shared/repository/organizations.ts'
import { findRunInput, keepRunInput } from '../../shared/repository/runs/input.ts'
import { workflowStep } from '../entry/workflow-step.ts'
import { BegunRun, RunReference } from './messages.ts'

// First step of a batch run: reads what the run decides with, once, and groups the members into chunks (design §7).
// Tried again, it answers what the first try has written.
export const handler = workflowStep({
  input: RunReference,
  answer: BegunRun,

  async perform(run, { table }) {
    const input = (await findRunInput(table, run)) ?? (await keepRunInput(table, run, await readInput()))
    return { ...run, chunks: input.chunks.map((requests, number) => ({ number, requests: [...requests] })) }

    async function readInput() {
      const [{ batch, payoutRequestIds }, gateways, settings] = await Promise.all([
        theBatchWithRunMembers(table, run.batchId),
        gatewayAccounts(table),
        organizationSettings(table),
      ])
      const members = await membersAt(table, payoutRequestIds)
      return {
        ...runRules(batch, gateways, settings),
        planHash: batch.run?.planHash ?? null,
        chunks: chunksOf(members),
      }
    }
  },
})

import * as z from 'zod'
import { outcomes } from '../../shared/domain/batch.ts'
import { concludeRun } from '../../shared/repository/batches/batches.ts'
import { findRunInput } from '../../shared/repository/runs/input.ts'
import { resultsSoFar } from '../../shared/repository/runs/parts.ts'
import { workflowStep } from '../entry/workflow-step.ts'
import { RunReference } from './messages.ts'
import { settleMissing } from './missing.ts'

// Last step of a batch run: members without an outcome are recorded as faults, then the batch is completed with the
// counts of the parts (rules §3). Tried again, or for a run that is not the batch's any more, it changes nothing.
export const handler = workflowStep({
  input: RunReference,
  answer: z.object({}),

  async perform(run, { table, clock }) {
    const input = await findRunInput(table, run)
    const members = (input?.chunks ?? []).flat()
    const results = await resultsSoFar(table, run)
    const whole = outcomes(results) === members.length ? results : await settleMissing(table, run, members)
    await concludeRun(table, run, whole, clock.now().toISOString())
    return {}
  },
})

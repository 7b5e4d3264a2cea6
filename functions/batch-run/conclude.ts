import * as z from 'zod'
import { theRunInput } from '../../shared/repository/runs/input.ts'
import { workflowStep } from '../entry/workflow-step.ts'
import { endRun } from './ending.ts'
import { RunReference } from './messages.ts'
import { asFaults } from './missing.ts'

// Last step of a batch run: members without an outcome are recorded as faults, then the batch is completed with the
// counts of the parts (rules §3). Tried again, or for a run that is not the batch's any more, it changes nothing.
export const handler = workflowStep({
  input: RunReference,
  answer: z.object({}),

  async perform(run, { table, clock }) {
    const input = await theRunInput(table, run)
    await endRun(table, run, { input, missing: asFaults, status: 'completed' }, clock.now().toISOString())
    return {}
  },
})

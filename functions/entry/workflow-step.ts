import type * as z from 'zod'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { patience, systemClock } from '../../shared/runtime/clock.ts'
import { log } from '../../shared/runtime/log.ts'
import { tableFor } from './table.ts'

export interface WorkflowStep<Input extends { organizationId: string }, Output> {
  readonly input: z.ZodType<Input>
  readonly answer: z.ZodType<Output>
  perform(input: Input, desk: { readonly table: OrganizationTable; readonly clock: Clock }): Promise<Output>
}

/** No caller waits: a step is patient, and Step Functions tries again what it throws. */
const BUDGET_MILLISECONDS = 30_000

/** A step of a state machine. Refusals by the business are data; what is thrown is a fault. */
export const workflowStep =
  <Input extends { organizationId: string }, Output>(step: WorkflowStep<Input, Output>) =>
  async (event: unknown): Promise<Output> => {
    const input = step.input.parse(event)
    log.resetKeys()
    log.appendKeys({ ...input })
    const table = tableFor(input.organizationId, patience(BUDGET_MILLISECONDS))
    return step.answer.parse(await step.perform(input, { table, clock: systemClock }))
  }

import type { RunInput } from '../../domain/batch-run.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { RunRow } from '../../domain/run-part.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { findRunInput } from './input.ts'
import { type RunId, rowsOfRun } from './parts.ts'

/** What became of one member, and what its run decided with. Refuses a request that the run has not come to. */
export async function theOutcome(
  table: OrganizationTable,
  run: RunId,
  payoutRequestId: string,
): Promise<{ readonly row: RunRow; readonly input: RunInput }> {
  const input = await findRunInput(table, run)
  const chunk = input?.chunks.findIndex((ids) => ids.includes(payoutRequestId)) ?? -1
  if (!input || chunk < 0) throw noSuchOutcome('This run was not over such a payout request.')
  const row = (await rowsOfRun(table, run, chunk)).find((one) => one.payoutRequestId === payoutRequestId)
  if (!row) throw noSuchOutcome('The run has not come to this payout request yet.')
  return { row, input }
}

const noSuchOutcome = (detail: string): Refusal => new Refusal('not-found', { detail })

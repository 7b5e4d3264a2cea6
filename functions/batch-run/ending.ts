import { outcomes } from '../../shared/domain/batch.ts'
import type { RunInput } from '../../shared/domain/batch-run.ts'
import { capsOf } from '../../shared/domain/period-window.ts'
import { concludeRun } from '../../shared/repository/batches/batches.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { type RunId, resultsAndTakes } from '../../shared/repository/runs/parts.ts'
import { endReservations } from '../../shared/repository/runs/reservations.ts'
import { type Missing, settleMissing } from './missing.ts'

/**
 * Ends a run: every member has an outcome, then nothing stays reserved, then the batch says so. Each step fences off
 * whoever is still at work for this run; done again, none changes anything.
 */
export async function endRun(
  table: OrganizationTable,
  run: RunId,
  { input, missing, status }: Ending,
  at: string,
): Promise<void> {
  const { results, takes } = await finalParts(table, run, input, missing)
  const currencies = new Set(Object.keys(results.unallocatedMinor))
  await endReservations(table, run.runId, capsOf(input.gateways, currencies), takes, at)
  await concludeRun(table, run, results, at, status)
}

interface Ending {
  readonly input: RunInput
  readonly missing: Missing
  readonly status: 'completed' | 'failed'
}

async function finalParts(table: OrganizationTable, run: RunId, { chunks }: RunInput, missing: Missing) {
  const soFar = await resultsAndTakes(table, run)
  if (outcomes(soFar.results) === chunks.flat().length) return soFar
  await settleMissing(table, run, chunks, missing)
  return resultsAndTakes(table, run)
}

import type * as z from 'zod'
import type { AllocationsOfRun } from '../../shared/contracts/batch.ts'
import type { Batch } from '../../shared/domain/batch.ts'
import { refuseInvalid } from '../../shared/domain/refusal.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { isRunOf } from '../../shared/repository/runs/input.ts'

/** The run whose allocations are meant, null for any; refuses one that is not of this batch. */
export async function runNamed(
  table: OrganizationTable,
  batch: Batch,
  { runId = null }: z.infer<typeof AllocationsOfRun>,
): Promise<string | null> {
  const known = runId === null || (await isRunOf(table, batch, runId))
  refuseInvalid(known ? [] : [{ field: 'runId', message: 'is not a run of this batch' }])
  return runId
}

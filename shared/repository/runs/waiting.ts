import type { Batch } from '../../domain/batch.ts'
import { theBatch } from '../batches/batches.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { withLiveResults } from './parts.ts'

/** A run of a few requests is over in a blink; a large one is asked after four times a second. */
const FIRST_PAUSE_MILLISECONDS = 40
const LONGEST_PAUSE_MILLISECONDS = 500

/** The batch once this run has ended, or as it is when the table's patience is over. */
export async function runConcluded(table: OrganizationTable, batchId: string, runId: string): Promise<Batch> {
  for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MILLISECONDS)) {
    const batch = await theBatch(table, batchId)
    if (batch.status !== 'processing' || batch.run?.id !== runId) return batch
    if (!(await table.patience.pause(pause))) return withLiveResults(table, batch)
  }
}

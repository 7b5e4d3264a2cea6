import { bringToRest, closeOrphan } from '../../shared/repository/batches/rest.ts'
import { type Key, openBatchOf } from '../../shared/repository/keys.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { lookAfterRun } from './looking-after-runs.ts'

/** Finishes or undoes a change of a batch whose lease is over; looks after the run of one that rests. */
export async function lookAfterBatch(table: OrganizationTable, key: Key, now: Date): Promise<void> {
  const { batch, change } = openBatchOf(key)
  const rests = await bringToRest(table, batch, systemClock)
  if (change !== null) await closeOrphan(table, batch, change, now)
  else if (rests) await lookAfterRun(table, batch, now)
}

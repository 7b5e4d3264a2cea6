import { latestRun } from '../../domain/batch.ts'
import type { BatchRequest, RunStandings } from '../../domain/batch-request.ts'
import { batchFrom } from '../batches/batch-item.ts'
import type { Item } from '../client.ts'
import { batchKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { getItems, keyText } from '../read.ts'
import { earlierRunKey } from '../run-keys.ts'
import { StoredEarlierRun } from './earlier.ts'
import type { RunId } from './parts.ts'

/** How the runs stand that were begun for these. One whose batch was deleted is over. */
export async function runStandings(
  table: OrganizationTable,
  requests: readonly BatchRequest[],
): Promise<RunStandings> {
  const runs = requests
    .flatMap(({ batches }) => batches)
    .flatMap(({ batchId, runId }) => (runId === null ? [] : [{ batchId, runId }]))
  const keysOf = ({ batchId, runId }: RunId) => ({
    batch: batchKey(table.organization, batchId),
    earlier: earlierRunKey(table.organization, batchId, runId),
  })
  const items = await getItems(
    table,
    runs.map(keysOf).flatMap(({ batch, earlier }) => [batch, earlier]),
  )
  return new Map(
    runs.map((run) => {
      const { batch, earlier } = keysOf(run)
      return [run.runId, standingOf(run.runId, items.get(keyText(batch)), items.get(keyText(earlier)))]
    }),
  )
}

function standingOf(runId: string, meta: Item | undefined, earlier: Item | undefined) {
  const batch = batchFrom(meta)
  const latest = batch && latestRun(batch)
  if (latest?.id === runId) return latest.status
  return earlier ? StoredEarlierRun.parse(earlier).status : 'completed'
}

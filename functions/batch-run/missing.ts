import { randomUUID } from 'node:crypto'
import type { RunResults } from '../../shared/domain/batch.ts'
import { faulty } from '../../shared/domain/batch-run.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { commitPart } from '../../shared/repository/runs/commit.ts'
import { loadChunk } from '../../shared/repository/runs/members.ts'
import { type RunId, resultsSoFar, settledIn } from '../../shared/repository/runs/parts.ts'
import { log } from '../../shared/runtime/log.ts'

/** Behind every chunk that a run can have: a batch has at most 1000 members. */
const MISSING_CHUNK = 999

/** Records a fault for each member that no chunk has settled: its chunk failed for good (design §7). */
export async function settleMissing(
  table: OrganizationTable,
  run: RunId,
  members: readonly string[],
): Promise<RunResults> {
  const { ids } = await settledIn(table, run)
  const missing = members.filter((id) => !ids.has(id))
  if (missing.length > 0) {
    const errorId = randomUUID()
    log.error('Members were left without an outcome', { errorId, payoutRequestIds: missing })
    const loaded = await loadChunk(table, run, missing)
    const faults = loaded.members.map((member) => faulty(member, errorId))
    await commitPart(table, run, { chunk: MISSING_CHUNK, part: 0 }, faults) // taken already: another try's
  }
  return resultsSoFar(table, run)
}

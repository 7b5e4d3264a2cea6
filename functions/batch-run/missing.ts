import { randomUUID } from 'node:crypto'
import type { RunResults } from '../../shared/domain/batch.ts'
import { type DecidedMember, faulty, type LoadedMember, undecided } from '../../shared/domain/batch-run.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { commitPart } from '../../shared/repository/runs/commit.ts'
import { loadMembers } from '../../shared/repository/runs/members.ts'
import { type RunId, resultsSoFar, settledIn } from '../../shared/repository/runs/parts.ts'
import { log } from '../../shared/runtime/log.ts'

/** Behind every chunk that a run can have: a batch has at most 1000 members. */
const MISSING_CHUNK = 999

/** Records a fault for each member that no chunk has settled: its chunk failed for good (design §7). */
export function settleMissing(
  table: OrganizationTable,
  run: RunId,
  members: readonly string[],
): Promise<RunResults> {
  const errorId = randomUUID()
  return settleRest(table, run, members, (missing) => {
    log.error('Members were left without an outcome', { errorId, payoutRequestIds: missing })
    return (member) => faulty(member, errorId)
  })
}

/** Records that the run failed before it came to them, for each member without an outcome (rules §3). */
export const settleFailed = (
  table: OrganizationTable,
  run: RunId,
  members: readonly string[],
): Promise<RunResults> => settleRest(table, run, members, () => (member) => undecided(member, 'run-failed'))

async function settleRest(
  table: OrganizationTable,
  run: RunId,
  members: readonly string[],
  settle: (missing: readonly string[]) => (member: LoadedMember) => DecidedMember,
): Promise<RunResults> {
  const { ids } = await settledIn(table, run)
  const missing = members.filter((id) => !ids.has(id))
  if (missing.length > 0) {
    const settled = (await loadMembers(table, missing)).map(settle(missing))
    await commitPart(table, run, { chunk: MISSING_CHUNK, part: 0 }, settled) // taken already: another try's
  }
  return resultsSoFar(table, run)
}

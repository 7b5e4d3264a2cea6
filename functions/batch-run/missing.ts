import { randomUUID } from 'node:crypto'
import { type DecidedMember, faulty, type LoadedMember, undecided } from '../../shared/domain/batch-run.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { commitPart } from '../../shared/repository/runs/commit.ts'
import { loadMembers } from '../../shared/repository/runs/members.ts'
import { type RunId, settledParts } from '../../shared/repository/runs/parts.ts'
import { log } from '../../shared/runtime/log.ts'

/** What becomes of members that no try of their chunk has settled. */
export type Missing = (ids: readonly string[]) => (member: LoadedMember) => DecidedMember

/** A fault for each: its chunk failed for good (design §7). */
export const asFaults: Missing = (payoutRequestIds) => {
  const errorId = randomUUID()
  log.error('Members were left without an outcome', { errorId, payoutRequestIds })
  return (member) => faulty(member, errorId)
}

/** The run failed before it came to them (rules §3). */
export const asRunFailed: Missing = () => (member) => undecided(member, 'run-failed')

/**
 * Settles what is missing of every chunk as the chunk's own next part: whoever is still at work on the chunk finds
 * that number taken, and its members settled.
 */
export async function settleMissing(
  table: OrganizationTable,
  run: RunId,
  chunks: readonly (readonly string[])[],
  missing: Missing,
): Promise<void> {
  await Promise.all(chunks.map((ids, chunk) => settleRest(table, run, { chunk, ids }, missing)))
}

async function settleRest(
  table: OrganizationTable,
  run: RunId,
  { chunk, ids }: { readonly chunk: number; readonly ids: readonly string[] },
  missing: Missing,
): Promise<void> {
  const parts = await settledParts(table, run, chunk)
  const settled = new Set(parts.flatMap((part) => part.ids))
  const left = ids.filter((id) => !settled.has(id))
  if (left.length === 0) return
  const members = (await loadMembers(table, left)).map(missing(left))
  const commit = await commitPart(table, run, { chunk, part: parts.length }, members)
  if (commit.kind === 'part-taken') await settleRest(table, run, { chunk, ids }, missing)
}

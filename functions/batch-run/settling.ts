import { randomUUID } from 'node:crypto'
import { type DecidedMember, decideMembers, faulty } from '../../shared/domain/batch-run.ts'
import type { PayoutRequest } from '../../shared/domain/payout-request.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { commitPart, partsOf } from '../../shared/repository/runs/commit.ts'
import { loadChunk } from '../../shared/repository/runs/members.ts'
import { type RunId, settledIn } from '../../shared/repository/runs/parts.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { log } from '../../shared/runtime/log.ts'

/** A member whose facts change under it so often is left as a fault; the next run tries it again. */
const TRIES_LIMIT = 5

export interface ChunkId extends RunId {
  readonly chunk: number
}

/** Settles every member of a chunk: an outcome in a part, and its allocations with it. */
export async function settleChunk(
  table: OrganizationTable,
  chunk: ChunkId,
  ids: readonly string[],
  clock: Clock,
): Promise<void> {
  const work: Work = { left: ids, part: 0, tries: new Map() }
  while (work.left.length > 0) await settleSome(table, chunk, work, clock)
}

interface Work {
  left: readonly string[]
  /** Number of the next part. */
  part: number
  /** How often a member's own transaction was refused: it goes alone from then on, so that it delays nobody. */
  readonly tries: Map<string, number>
}

/** Loads what is left, decides, and commits part by part until something is not as it was loaded. */
async function settleSome(table: OrganizationTable, chunk: ChunkId, work: Work, clock: Clock): Promise<void> {
  const { input, members } = await loadChunk(table, chunk, work.left)
  const decided = decideMembers(members, {
    ...chunk,
    input,
    stamp: { by: 'usr_system', at: clock.now().toISOString() },
    onFault,
  }).map((member) => givenUp(member, work))

  for (const part of partsOf(decided, new Set(work.tries.keys()))) {
    const commit = await commitPart(table, chunk, { chunk: chunk.chunk, part: work.part }, part)
    if (commit.kind === 'part-taken') return catchUp(table, chunk, work)
    if (commit.kind === 'refused') {
      for (const id of commit.ids) work.tries.set(id, (work.tries.get(id) ?? 0) + 1)
      return
    }
    const settled = new Set(part.map(({ request }) => request.id))
    work.left = work.left.filter((id) => !settled.has(id))
    work.part += 1
  }
}

/** An earlier or a parallel try of this chunk has written parts: go on behind them. */
async function catchUp(table: OrganizationTable, chunk: ChunkId, work: Work): Promise<void> {
  const { parts, ids } = await settledIn(table, chunk, chunk.chunk)
  work.part = parts
  work.left = work.left.filter((id) => !ids.has(id))
}

function givenUp(member: DecidedMember, { tries }: Work): DecidedMember {
  if ((tries.get(member.request.id) ?? 0) < TRIES_LIMIT) return member
  return faulty(member, onFault(member.request, new Error('The request or its customer kept changing.')))
}

function onFault({ id }: PayoutRequest, fault: unknown): string {
  const errorId = randomUUID()
  log.error('A member could not be decided', { errorId, payoutRequestId: id, error: fault as Error })
  return errorId
}

import type { PeriodLeft } from '../../shared/domain/auto-allocation/decision.ts'
import { allocationsOf, type DecidedMember, decideMembers, faulty } from '../../shared/domain/batch-run.ts'
import { hourOf, type PeriodWindow, periodLeftBy, type Take } from '../../shared/domain/period-window.ts'
import { fingerprintsUnder } from '../../shared/domain/plan-fingerprint.ts'
import { SYSTEM_USER } from '../../shared/domain/timeline.ts'
import { leftForParts, partName, takesOf } from '../../shared/domain/window-reservation.ts'
import type { OrganizationTable } from '../../shared/repository/organization-table.ts'
import { commitPart, partsOf } from '../../shared/repository/runs/commit.ts'
import { loadChunk } from '../../shared/repository/runs/members.ts'
import { type RunId, settledParts } from '../../shared/repository/runs/parts.ts'
import { reserveTakes, type SeenWindows } from '../../shared/repository/runs/reservations.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { digest } from '../../shared/runtime/digest.ts'
import { onFault } from './faults.ts'
import { type Troubles, troubles } from './troubles.ts'

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
  const work: Work = { left: ids, part: 0, committed: new Map(), troubles: troubles() }
  while (work.left.length > 0) await settleSome(table, chunk, work, clock)
}

interface Work {
  left: readonly string[]
  /** Number of the next part: every part before it is committed, by whomever. */
  part: number
  /** What the parts before it took of the rolling windows. */
  readonly committed: Map<string, readonly Take[]>
  readonly troubles: Troubles
}

/** Loads what is left, decides, and commits part by part; what is not as it was loaded is left for the next time. */
async function settleSome(table: OrganizationTable, chunk: ChunkId, work: Work, clock: Clock): Promise<void> {
  const loaded = await loadChunk(table, chunk, work.troubles.inTurn(work.left))
  if (!loaded) return stop(work)
  const at = clock.now().toISOString()
  const windows = [...loaded.windows]
  const decided = decideMembers(loaded.members, {
    ...chunk,
    input: loaded.input,
    plan: loaded.plan && { members: loaded.plan, fingerprintOf: fingerprintsUnder(loaded.input, digest) },
    periodLeft: periodLeftIn(windows, chunk, work, at),
    stamp: { by: SYSTEM_USER, at },
    onFault,
  }).map((member) => givenUp(member, work))

  /** Whose earlier legs were decided on and not committed: what was decided on top of them does not hold. */
  const disturbed = new Set<string>()
  for (const part of partsOf(decided, ({ id }) => work.troubles.goesAlone(id))) {
    const customers = part.map(({ request }) => request.customerId)
    if (customers.some((customer) => disturbed.has(customer))) {
      work.troubles.delayed(idsOf(part))
      continue
    }
    const settled = await settlePart(table, chunk, work, part, windows)
    if (settled === 'look-again') return
    if (settled === 'refused') for (const customer of customers) disturbed.add(customer)
  }
}

async function settlePart(
  table: OrganizationTable,
  chunk: ChunkId,
  work: Work,
  part: readonly DecidedMember[],
  windows: SeenWindows,
): Promise<'committed' | 'refused' | 'look-again'> {
  const place = { runId: chunk.runId, chunk: chunk.chunk, part: work.part }
  const takes = takesOf(allocationsOf(part))
  const reserved = await reserveTakes(table, place, takes, { windows, committed: work.committed })
  if (reserved === 'run-over') stop(work)
  if (reserved !== 'reserved') return 'look-again'

  const commit = await commitPart(table, chunk, place, part)
  if (commit.kind === 'part-taken') {
    await catchUp(table, chunk, work)
    return 'look-again'
  }
  if (commit.kind === 'refused') {
    work.troubles.refused(idsOf(part), commit.ids)
    return 'refused'
  }
  work.committed.set(partName(place), takes)
  work.left = without(work.left, idsOf(part))
  work.part += 1
  return 'committed'
}

/** An earlier or a parallel try of this chunk has written parts: go on behind them. */
async function catchUp(table: OrganizationTable, chunk: ChunkId, work: Work): Promise<void> {
  const parts = await settledParts(table, chunk, chunk.chunk)
  for (const part of parts) work.committed.set(partName(part), part.takes)
  work.part = parts.length
  work.left = without(
    work.left,
    parts.flatMap(({ ids }) => ids),
  )
}

/** The run is over: all that is left has been settled by others. */
function stop(work: Work): void {
  work.left = []
}

const periodLeftIn = (
  windows: readonly PeriodWindow[],
  { runId, chunk }: ChunkId,
  { part, committed }: Work,
  at: string,
): Map<string, PeriodLeft> =>
  periodLeftBy(windows, (window) => leftForParts(window, { runId, chunk, part }, hourOf(at), committed))

const idsOf = (part: readonly DecidedMember[]): string[] => part.map(({ request }) => request.id)

function without(ids: readonly string[], settled: readonly string[]): string[] {
  const gone = new Set(settled)
  return ids.filter((id) => !gone.has(id))
}

function givenUp(member: DecidedMember, work: Work): DecidedMember {
  if (!work.troubles.isGivenUp(member.request.id)) return member
  return faulty(member, onFault(member.request, new Error('The request or its customer kept changing.')))
}

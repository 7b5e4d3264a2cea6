import type { Clock } from '../../runtime/clock.ts'
import { batchKey } from '../keys.ts'
import { openBatchesOf } from '../open-work.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { crowdedPauseAfter } from '../patience.ts'
import { getItems } from '../read.ts'
import { batchStateFrom } from './batch-item.ts'
import { type BatchState } from './batch-state.ts'
import { type Leases, leasesBy } from './leases.ts'
import { bringToRest } from './rest.ts'

/** About a second: then whoever asked goes on with what nobody claims. */
const LOOKS_LIMIT = 10

/**
 * Whoever selects by a filter first lets this organization's other batches come to rest: what they claim may be free
 * again in a moment (design §6). Waits for them, or finishes what they left behind; false when some are still at work.
 * `own` is the batch that is being made, when it has been begun already.
 */
export async function othersAtRest(
  table: OrganizationTable,
  clock: Clock,
  { own, leases = leasesBy(clock) }: { own?: string | undefined; leases?: Leases } = {},
): Promise<boolean> {
  for (let looks = 0; looks < LOOKS_LIMIT; looks++) {
    const busy = (await movingBatches(table)).filter((batch) => batch !== own)
    const rests = await Promise.all(busy.map((batch) => bringToRest(table, batch, clock, leases)))
    if (rests.every(Boolean)) return true
    if (!(await table.patience.pause(crowdedPauseAfter(looks)))) return false
  }
  return false
}

/** Batches that are being made, unmade or changed so that requests become members or free. */
async function movingBatches(table: OrganizationTable): Promise<string[]> {
  const open = new Set((await openBatchesOf(table)).map(({ batch }) => batch))
  if (open.size === 0) return []
  const metas = await getItems(
    table,
    [...open].map((batch) => batchKey(table.organization, batch)),
  )
  return [...metas.values()].flatMap((meta) => (moves(batchStateFrom(meta)) ? [String(meta.id)] : []))
}

const moves = (state: BatchState | undefined): boolean =>
  state?.txState === 'committed' ? state.change !== null && state.change.kind !== 'unblock' : true

import { Refusal } from '../../domain/refusal.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { crowdedPauseAfter } from '../patience.ts'
import { type Leases, leasesBy } from './leases.ts'
import { type BatchWithMembers, theBatchWithMembers } from './members.ts'
import { finishChange } from './rest.ts'

/** A batch that nobody changes: waits for whoever does, and ends what they left behind. Refuses when it takes too long. */
export async function theRestingBatch(
  table: OrganizationTable,
  id: string,
  clock: Clock,
  leases: Leases = leasesBy(clock),
): Promise<BatchWithMembers> {
  for (let tries = 0; ; tries++) {
    const found = await theBatchWithMembers(table, id)
    const { change } = found.state
    if (!change) return found
    const isLeft = leases.isOver(change.leaseUntil)
    if (isLeft) await finishChange(table, id, change, { clock, leases })
    if (!(await table.patience.pause(isLeft ? 0 : crowdedPauseAfter(tries)))) throw isChanging()
  }
}

const isChanging = (): Refusal =>
  new Refusal('batch-is-changing', {
    detail: 'The members of this batch are being changed. Try again in a moment.',
    retryAfterSeconds: 2,
  })

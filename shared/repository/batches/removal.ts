import { type Batch, type Member, RUNNABLE_STATUSES, withMembers } from '../../domain/batch.ts'
import type { Stamp } from '../../domain/payout-request-changes.ts'
import type { Clock } from '../../runtime/clock.ts'
import { isOneOf } from '../expressions.ts'
import type { OrganizationTable } from '../organization-table.ts'
import type { Write } from '../write.ts'
import { type ChangeGroup, findChangeRecord } from './change-record.ts'
import { beginChange, changedFields, endChange } from './changing.ts'
import { leasesBy } from './leases.ts'
import { removeWrites, writeWhatHolds } from './release.ts'

export interface Removal {
  readonly id: string
  readonly batch: Batch
  /** The members to be removed, by the chunk that lists them. */
  readonly groups: readonly ChangeGroup[]
  /** Those who stay. */
  readonly staying: readonly Member[]
  readonly stamp: Stamp
  /** Joins the transaction that is the removal. */
  readonly alongside?: (after: Batch) => readonly Write[]
}

/**
 * Removing members: one transaction is the removal, for every reader; from then on it only rolls forward, chunk by
 * chunk (design §6). Answers the batch as it is then; undefined when it is not as it was read.
 */
export async function removeMembers(
  table: OrganizationTable,
  { id, batch, groups, staying, stamp, alongside = () => [] }: Removal,
  clock: Clock,
): Promise<Batch | undefined> {
  const after = withMembers(batch, staying, stamp.at)
  const taken = groups.filter(({ ids }) => ids.size > 0)
  const removed = await beginChange(
    table,
    batch,
    { id, kind: 'remove', ...stamp, groups: taken },
    leasesBy(clock),
    {
      set: [...changedFields(after, stamp), ['revised', true]],
      when: [isOneOf('status', RUNNABLE_STATUSES)],
      alongside: alongside(after),
    },
  )
  return removed ? after : undefined
}

/** Takes the removed members' claims back. May be repeated and may run beside another. */
export async function finishRemoval(
  table: OrganizationTable,
  batch: string,
  change: string,
  at: Date,
): Promise<void> {
  const record = await findChangeRecord(table, batch, change)
  if (!record || record.outcome) return
  await writeWhatHolds(
    table,
    record.groups.map(({ chunk, ids }) => removeWrites(table, batch, chunk, ids)),
  )
  await endChange(table, batch, change, { outcome: 'done', at })
}

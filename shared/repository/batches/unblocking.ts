import type { Batch } from '../../domain/batch.ts'
import { BLOCKABLE_STATUSES } from '../../domain/payout-request.ts'
import { UNBLOCKED } from '../../domain/payout-request-actions.ts'
import type { Stamp } from '../../domain/payout-request-changes.ts'
import type { Clock } from '../../runtime/clock.ts'
import { is, isOneOf } from '../expressions.ts'
import { batchKey, requestKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { requestFrom } from '../payout-request-item.ts'
import { getItem, getItems, keyText } from '../read.ts'
import { attemptAll, type Write } from '../write.ts'
import { batchStateFrom } from './batch-item.ts'
import type { BatchChange } from './batch-state.ts'
import { type ChangeRecord, findChangeRecord } from './change-record.ts'
import { beginChange, endChange } from './changing.ts'
import { leasesBy } from './leases.ts'
import type { MemberChunk } from './members.ts'

export interface Unblocking {
  readonly id: string
  readonly batch: Batch
  /** The members that are blocked and not finished, by the chunk that lists them. */
  readonly groups: readonly MemberChunk[]
  readonly stamp: Stamp
}

/** Begins to unblock members; false when the batch is not as it was read. */
export const beginUnblocking = (
  table: OrganizationTable,
  { id, batch, groups, stamp }: Unblocking,
  clock: Clock,
): Promise<boolean> => beginChange(table, batch, { id, kind: 'unblock', ...stamp, groups }, leasesBy(clock))

/** Those of the members that are blocked and can be unblocked, by the chunk that lists them. */
export async function blockedIn(
  table: OrganizationTable,
  chunks: readonly MemberChunk[],
): Promise<MemberChunk[]> {
  const key = (id: string) => requestKey(table.organization, id)
  const items = await getItems(
    table,
    chunks.flatMap(({ ids }) => [...ids].map(key)),
  )
  const isBlocked = (id: string) => {
    const item = items.get(keyText(key(id)))
    const request = item && requestFrom(item)
    return request?.blocked === true && BLOCKABLE_STATUSES.includes(request.status)
  }
  return chunks
    .map(({ chunk, ids }) => ({ chunk, ids: new Set([...ids].filter(isBlocked)) }))
    .filter(({ ids }) => ids.size > 0)
}

/**
 * Unblocks group by group, each once: META counts them in the same transaction. Otherwise somebody who is late could
 * undo a block that was set after the unblocking.
 */
export async function finishUnblocking(
  table: OrganizationTable,
  batch: string,
  change: string,
  at: Date,
  alongside: readonly Write[] = [],
): Promise<void> {
  const record = await findChangeRecord(table, batch, change)
  if (!record || record.outcome) return
  let next = (await changeOf(table, batch, change))?.next
  while (next !== undefined && next < record.groups.length)
    next = await unblockGroup(table, batch, record, next)
  if (next !== undefined) await endChange(table, batch, change, { outcome: 'done', at, alongside })
}

/** How many groups are done then; undefined when the change has ended. */
async function unblockGroup(
  table: OrganizationTable,
  batch: string,
  record: ChangeRecord,
  next: number,
): Promise<number | undefined> {
  let ids = [...(record.groups[next]?.ids ?? [])]
  for (;;) {
    const fence: Write = {
      key: batchKey(table.organization, batch),
      update: { set: [[['change', 'next'], next + 1]] },
      when: [is('txState', 'committed'), is(['change', 'id'], record.id), is(['change', 'next'], next)],
    }
    const attempt = await attemptAll(table, [
      fence,
      ...ids.map((id) => unblockWrite(table, batch, id, record)),
    ])
    if (attempt.applied) return next + 1
    if (attempt.refused.some(({ index }) => index === 0))
      return (await changeOf(table, batch, record.id))?.next
    // Unblocked or finished meanwhile: nothing is to be done about them.
    const other = new Set(attempt.refused.map(({ index }) => ids[index - 1]))
    ids = ids.filter((id) => !other.has(id))
  }
}

async function changeOf(
  table: OrganizationTable,
  batch: string,
  id: string,
): Promise<BatchChange | undefined> {
  const state = batchStateFrom(await getItem(table, batchKey(table.organization, batch)))
  return state?.txState === 'committed' && state.change?.id === id ? state.change : undefined
}

const unblockWrite = (
  table: OrganizationTable,
  batch: string,
  payoutRequest: string,
  { by, at }: Stamp,
): Write => ({
  key: requestKey(table.organization, payoutRequest),
  update: {
    set: [
      ['blocked', false],
      ['updatedTime', at],
      ['lastChange', { by, at, actions: [UNBLOCKED] }],
    ],
    increase: [['version', 1]],
    remove: ['blockReason'],
  },
  when: [is('blocked', true), is(['claim', 'batch'], batch), isOneOf('status', BLOCKABLE_STATUSES)],
})

import * as z from 'zod'
import type { Item } from '../client.ts'
import { type Assignment, absent, exists } from '../expressions.ts'
import { batchChangeKey, openKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { getItem } from '../read.ts'
import { orNull, withoutNulls } from '../stored.ts'
import type { Write } from '../write.ts'
import { CHANGE_KINDS, type ChangeKind } from './batch-state.ts'

/**
 * What a change of a batch does, beside META so that META stays small: it stands in `open` until it has ended, and is
 * kept for whoever asks then what became of it.
 */
export interface ChangeRecord {
  readonly id: string
  readonly kind: ChangeKind
  readonly by: string
  readonly at: string
  /** The members that are removed or unblocked, by the chunk that lists them. */
  readonly groups: readonly ChangeGroup[]
  readonly outcome: ChangeOutcome | null
}

export type NewRecord = Omit<ChangeRecord, 'outcome'>

export interface ChangeGroup {
  readonly chunk: number
  readonly ids: ReadonlySet<string>
}

const OUTCOMES = ['done', 'undone'] as const

export type ChangeOutcome = (typeof OUTCOMES)[number]

/** As long as an aborted batch. */
const KEPT_SECONDS = 30 * 24 * 3600

const StoredRecord = z.object({
  id: z.string(),
  kind: z.enum(CHANGE_KINDS),
  by: z.string(),
  at: z.string(),
  groups: z.array(z.object({ chunk: z.int(), ids: z.set(z.string()) })),
  outcome: orNull(z.enum(OUTCOMES)),
})

export const recordFrom = (item: Item | undefined): ChangeRecord | undefined =>
  item && StoredRecord.parse(item)

export const findChangeRecord = async (
  table: OrganizationTable,
  batch: string,
  change: string,
): Promise<ChangeRecord | undefined> =>
  recordFrom(await getItem(table, batchChangeKey(table.organization, batch, change)))

/** The ids that a removal takes. */
export async function removedBy(
  table: OrganizationTable,
  batch: string,
  change: string,
): Promise<ReadonlySet<string>> {
  const record = await findChangeRecord(table, batch, change)
  return new Set(record?.groups.flatMap(({ ids }) => [...ids]))
}

export const openRecord = (
  table: OrganizationTable,
  batch: string,
  record: NewRecord,
  leaseUntil: string,
): Write => ({
  key: batchChangeKey(table.organization, batch, record.id),
  put: {
    ...withoutNulls(record),
    type: 'batch-change',
    ...openKey('batch', table.organization, batch, leaseUntil),
  },
  when: [absent],
})

export const closeRecord = (
  table: OrganizationTable,
  batch: string,
  change: string,
  outcome: ChangeOutcome,
  at: Date,
): Write => ({
  key: batchChangeKey(table.organization, batch, change),
  update: {
    set: [
      ['outcome', outcome],
      ['expiresAt', Math.floor(at.getTime() / 1000) + KEPT_SECONDS],
    ] satisfies Assignment[],
    remove: ['openKey', 'dueKey'],
  },
  when: [exists],
  otherwise: () => 'already-done',
})

import type { Batch } from '../../domain/batch.ts'
import type { Stamp } from '../../domain/payout-request-changes.ts'
import { type Assignment, type Condition, is, lacks, type Path } from '../expressions.ts'
import { batchKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { attemptAll, type Write } from '../write.ts'
import type { BatchChange } from './batch-state.ts'
import { type ChangeOutcome, closeRecord, type NewRecord, openRecord } from './change-record.ts'
import type { Leases } from './leases.ts'

/** One change of a committed batch's members at a time: whose `change` stands in META, by compare-and-set. */

export interface Further {
  readonly set?: readonly Assignment[]
  readonly remove?: readonly Path[]
  readonly when?: readonly Condition[]
  /** Joins the transaction. */
  readonly alongside?: readonly Write[]
}

/** Begins a change of the batch as it was read; false when it is not as it was read any more. */
export async function beginChange(
  table: OrganizationTable,
  batch: Pick<Batch, 'id' | 'version'>,
  record: NewRecord,
  leases: Leases,
  further: Further = {},
): Promise<boolean> {
  const leaseUntil = leases.end()
  const change = {
    id: record.id,
    kind: record.kind,
    state: record.kind === 'add' ? 'adding' : 'rolling',
    next: 0,
    leaseUntil,
  } satisfies BatchChange
  const attempt = await attemptAll(table, [
    {
      key: batchKey(table.organization, batch.id),
      update: { set: [['change', change], ...(further.set ?? [])] },
      when: [
        is('txState', 'committed'),
        is('version', batch.version),
        lacks('change'),
        ...(further.when ?? []),
      ],
    },
    openRecord(table, batch.id, record, leaseUntil),
    ...(further.alongside ?? []),
  ])
  // The record is there: our own write, whose answer was lost. Nobody else has this id.
  return attempt.applied || attempt.refused.some(({ index }) => index === RECORD)
}

const RECORD = 1

/** Ends a change; false when somebody else has. */
export async function endChange(
  table: OrganizationTable,
  batch: string,
  change: string,
  ending: Further & { readonly outcome: ChangeOutcome; readonly at: Date },
): Promise<boolean> {
  const attempt = await attemptAll(table, [
    {
      key: batchKey(table.organization, batch),
      update: { set: ending.set ?? [], remove: ['change', ...(ending.remove ?? [])] },
      when: [is(['change', 'id'], change), ...(ending.when ?? [])],
    },
    closeRecord(table, batch, change, ending.outcome, ending.at),
    ...(ending.alongside ?? []),
  ])
  return attempt.applied
}

/** What the batch's item becomes with a change of its members. */
export const changedFields = ({ totals, version, updatedTime }: Batch, { by, at }: Stamp): Assignment[] => [
  ['totals', totals],
  ['version', version],
  ['updatedTime', updatedTime],
  ['lastChange', { by, at, actions: [] }],
]

import {
  BATCH_MEMBERS_LIMIT,
  type Batch,
  CHUNK_MEMBERS_LIMIT,
  type Member,
  withMembers,
} from '../../domain/batch.ts'
import type { Stamp } from '../../domain/payout-request-changes.ts'
import { type Clock, patience } from '../../runtime/clock.ts'
import { is } from '../expressions.ts'
import { batchKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { crowdedPauseAfter } from '../patience.ts'
import { attemptAll, type Write } from '../write.ts'
import { batchStateFrom } from './batch-item.ts'
import { findChangeRecord } from './change-record.ts'
import { beginChange, changedFields, endChange } from './changing.ts'
import { claimWrites } from './claim-writes.ts'
import { type Claiming, type ClaimingPort, claimAndCommit, type Selection } from './claiming.ts'
import { chunkPort, heldFrom } from './claiming-table.ts'
import { RELEASE_BUDGET_MILLISECONDS } from './creation-table.ts'
import { holdersTable } from './holders-table.ts'
import { leasesBy } from './leases.ts'
import { finishUndoing } from './undoing.ts'

/**
 * Adding members: under a change of the batch, chunks behind its committed ones are claimed as for a new batch, and
 * count once the commit has raised `committedChunks` (design §6). An addition that fails is undone wholly before
 * another change may begin, and its chunk numbers are used up.
 */
export async function addMembers(port: AdditionPort, wanted: Selection): Promise<Added> {
  if (!(await port.begin())) return { kind: 'batch-changed' }
  try {
    return await claimAndCommit(port, wanted)
  } catch (fault) {
    // As far as it still goes; what cannot be undone now is undone by whoever meets it, or by the sweeper.
    await port.undo([]).catch(() => undefined)
    throw fault
  }
}

export type Added = Claiming | { readonly kind: 'batch-changed' }

export interface AdditionPort extends ClaimingPort {
  /** META's change: adding, if the batch is as it was read and nobody changes it. */
  begin(): Promise<boolean>
}

/** What is added to which batch, as it was read. */
export interface Addition {
  readonly id: string
  readonly batch: Batch
  readonly members: readonly Member[]
  readonly stamp: Stamp
  /** Joins the transaction that commits the addition. */
  readonly alongside?: (after: Batch, added: readonly Member[]) => readonly Write[]
}

export function additionTable(
  table: OrganizationTable,
  { id, batch, members, stamp, alongside = () => [] }: Addition,
  clock: Clock,
): AdditionPort {
  const leases = leasesBy(clock)
  const holders = holdersTable(table, leases)
  const chunks = chunkPort(table)
  const base = batch.committedChunks
  const underWay = [is('txState', 'committed'), is(['change', 'id'], id), is(['change', 'state'], 'adding')]

  const committed = async () => {
    const record = await findChangeRecord(table, batch.id, id)
    return record?.outcome === 'done' ? 0 : undefined // nobody else commits it, so there is nothing to catch up with
  }

  return {
    ...holders,
    ...chunks,
    limits: { members: BATCH_MEMBERS_LIMIT - members.length, chunk: CHUNK_MEMBERS_LIMIT },

    begin: () => beginChange(table, batch, { id, kind: 'add', ...stamp, groups: [] }, leases),

    async claimChunk(chunk, claimed) {
      const fence: Write = {
        key: batchKey(table.organization, batch.id),
        update: {
          set: [
            [['change', 'next'], chunk + 1],
            [['change', 'leaseUntil'], leases.end()],
          ],
        },
        when: [...underWay, is(['change', 'next'], chunk)],
      }
      const writes = [fence, ...claimWrites(table, batch.id, base + chunk, claimed)]
      const attempt = await attemptAll(table, writes)
      if (attempt.applied) return { kind: 'claimed' }
      return heldFrom(attempt.refused, claimed, (found) => {
        const change = batchStateFrom(found)?.change
        return change?.id === id && change.state === 'adding' ? change.next : undefined
      })
    },

    membersOf: (chunk) => chunks.membersOf(batch.id, base + chunk),

    commit(count, added) {
      const after = withMembers(batch, [...members, ...added], stamp.at)
      return endChange(table, batch.id, id, {
        outcome: 'done',
        at: clock.now(),
        set: [['committedChunks', base + count], ...changedFields(after, stamp)],
        when: [...underWay, is(['change', 'next'], count)],
        alongside: alongside(after, added),
      })
    },

    committed,

    async undo() {
      const isUndoing = await holders.giveUp(batch.id, id)
      if (!isUndoing && (await committed()) !== undefined) return false
      const patient = { ...table, patience: patience(RELEASE_BUDGET_MILLISECONDS) }
      await finishUndoing(patient, batch.id, id, clock.now())
      return true
    },

    wait: (tries) => table.patience.pause(crowdedPauseAfter(tries)),
  }
}

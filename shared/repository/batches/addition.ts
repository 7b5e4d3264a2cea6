import {
  BATCH_MEMBERS_LIMIT,
  type Batch,
  CHUNK_MEMBERS_LIMIT,
  type Member,
  withMembers,
} from '../../domain/batch.ts'
import type { Stamp } from '../../domain/payout-request-changes.ts'
import { type Clock, patience } from '../../runtime/clock.ts'
import { type Condition, is } from '../expressions.ts'
import { batchKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { crowdedPauseAfter } from '../patience.ts'
import { attemptAll, type Write } from '../write.ts'
import { batchStateFrom } from './batch-item.ts'
import { findChangeRecord } from './change-record.ts'
import { beginChange, changedFields, endChange } from './changing.ts'
import { claimWrites } from './claim-writes.ts'
import {
  type ChunkClaim,
  type Claiming,
  type ClaimingPort,
  claimAndCommit,
  type Selection,
} from './claiming.ts'
import { chunkPort, heldFrom } from './claiming-table.ts'
import { RELEASE_BUDGET_MILLISECONDS } from './creation-table.ts'
import { holdersTable } from './holders-table.ts'
import { type Leases, leasesBy } from './leases.ts'
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

export function additionTable(table: OrganizationTable, addition: Addition, clock: Clock): AdditionPort {
  const { id, batch, members, stamp } = addition
  const leases = leasesBy(clock)
  const holders = holdersTable(table, leases)
  const chunks = chunkPort(table)
  return {
    ...holders,
    ...chunks,
    limits: { members: BATCH_MEMBERS_LIMIT - members.length, chunk: CHUNK_MEMBERS_LIMIT },
    // An addition that was undone since the batch was read has used numbers up, and raised no version.
    begin: () =>
      beginChange(table, batch, { id, kind: 'add', ...stamp, groups: [] }, leases, {
        when: [is('committedChunks', batch.committedChunks)],
      }),
    claimChunk: (chunk, claimed) => claimChunk(table, addition, leases, chunk, claimed),
    membersOf: (chunk) => chunks.membersOf(batch.id, batch.committedChunks + chunk),
    commit: (count, added) => commitAddition(table, addition, clock.now(), count, added),
    committed: () => committedChunks(table, addition),

    async undo() {
      const isUndoing = await holders.giveUp(batch.id, id)
      if (!isUndoing && (await committedChunks(table, addition)) !== undefined) return false
      const patient = { ...table, patience: patience(RELEASE_BUDGET_MILLISECONDS) }
      await finishUndoing(patient, batch.id, id, clock.now())
      return true
    },

    wait: (tries) => table.patience.pause(crowdedPauseAfter(tries)),
  }
}

const underWay = ({ id }: Addition): Condition[] => [
  is('txState', 'committed'),
  is(['change', 'id'], id),
  is(['change', 'state'], 'adding'),
]

async function claimChunk(
  table: OrganizationTable,
  addition: Addition,
  leases: Leases,
  chunk: number,
  members: readonly Member[],
): Promise<ChunkClaim> {
  const { id, batch } = addition
  const fence: Write = {
    key: batchKey(table.organization, batch.id),
    update: {
      set: [
        [['change', 'next'], chunk + 1],
        [['change', 'leaseUntil'], leases.end()],
      ],
    },
    when: [...underWay(addition), is(['change', 'next'], chunk)],
  }
  const claims = claimWrites(table, batch.id, batch.committedChunks + chunk, members)
  const attempt = await attemptAll(table, [fence, ...claims])
  if (attempt.applied) return { kind: 'claimed' }
  return heldFrom(attempt.refused, members, (found) => {
    const change = batchStateFrom(found)?.change
    return change?.id === id && change.state === 'adding' ? change.next : undefined
  })
}

function commitAddition(
  table: OrganizationTable,
  addition: Addition,
  at: Date,
  count: number,
  added: readonly Member[],
): Promise<boolean> {
  const { id, batch, members, stamp, alongside = () => [] } = addition
  const after = withMembers(batch, [...members, ...added], stamp.at)
  return endChange(table, batch.id, id, {
    outcome: 'done',
    at,
    set: [['committedChunks', batch.committedChunks + count], ...changedFields(after, stamp)],
    when: [...underWay(addition), is(['change', 'next'], count)],
    alongside: alongside(after, added),
  })
}

/** Nobody else commits it, so there is never a chunk to catch up with. */
async function committedChunks(table: OrganizationTable, { id, batch }: Addition): Promise<0 | undefined> {
  const record = await findChangeRecord(table, batch.id, id)
  return record?.outcome === 'done' ? 0 : undefined
}

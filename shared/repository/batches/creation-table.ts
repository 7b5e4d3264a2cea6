import {
  BATCH_MEMBERS_LIMIT,
  type Batch,
  type BatchTotals,
  CHUNK_MEMBERS_LIMIT,
  type Member,
} from '../../domain/batch.ts'
import { type Clock, patience } from '../../runtime/clock.ts'
import type { Item } from '../client.ts'
import { absent, exists, is, lacks } from '../expressions.ts'
import { batchKey, listingKey, membersKey, openKey, requestKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { pauseAfter } from '../patience.ts'
import { getItem } from '../read.ts'
import { withoutNulls } from '../stored.ts'
import { attemptAll, commit, type Write } from '../write.ts'
import { batchStateFrom } from './batch-item.ts'
import type { ChunkClaim, CreationPort } from './creation.ts'
import { releaseBatch } from './release.ts'
import { releaseWrite } from './release-write.ts'

/** Longer than any call that creates may live; renewed with every chunk. Only says when somebody may help. */
const LEASE_SECONDS = 15

/** Undoing has a little time of its own: a call that ran out of patience still leaves nothing half-done. */
const RELEASE_BUDGET_MILLISECONDS = 800

/** What a batch is made of before its members are known. */
export type NewBatch = Pick<Batch, 'id' | 'userId' | 'description' | 'allocationOrder' | 'createdTime'>

/** The creation protocol's port to the table (design §6). */
export function creationTable(table: OrganizationTable, fresh: NewBatch, clock: Clock): CreationPort {
  const meta = (batch: string) => batchKey(table.organization, batch)
  const leaseEnd = () => new Date(clock.now().getTime() + LEASE_SECONDS * 1000).toISOString()
  return {
    limits: { members: BATCH_MEMBERS_LIMIT, chunk: CHUNK_MEMBERS_LIMIT },

    async intend(batch) {
      const attempt = await attemptAll(table, [
        { key: meta(batch), put: intent(fresh, leaseEnd()), when: [absent] },
      ])
      // Found as we write it: our own write, whose answer was lost. Nobody else has this id.
      return attempt.applied || batchStateFrom(attempt.refused[0]?.found)?.txState === 'creating'
    },

    async claimChunk(batch, chunk, members) {
      const attempt = await attemptAll(table, claimWrites(table, batch, chunk, members, leaseEnd()))
      if (attempt.applied) return { kind: 'claimed' }
      const fence = attempt.refused.find(({ index }) => index < MEMBERS_FROM)
      if (fence) return { kind: 'fenced', state: batchStateFrom(fence.found) }
      return {
        kind: 'held',
        holders: attempt.refused.map(({ index, found }) => heldBy(members[index - MEMBERS_FROM], found)),
      }
    },

    async membersOf(batch, chunk) {
      const item = await getItem(table, membersKey(table.organization, batch, chunk))
      return item?.members instanceof Set ? (item.members as Set<string>) : new Set()
    },

    async commit(batch, chunks, totals) {
      const attempt = await attemptAll(table, [
        {
          key: meta(batch),
          update: { set: committed(table, fresh, chunks, totals), remove: ['openKey', 'dueKey'] },
          when: [is('txState', 'creating'), is('next', chunks)],
        },
      ])
      return attempt.applied
    },

    stateOf: async (batch) => batchStateFrom(await getItem(table, meta(batch))),

    async abort(batch, conflicts) {
      const attempt = await attemptAll(table, [
        {
          key: meta(batch),
          update: {
            set: [
              ['txState', 'aborted'],
              ['conflicts', conflicts.length > 0 ? conflicts : undefined],
            ],
          },
          when: [is('txState', 'creating')],
        },
      ])
      return attempt.applied
    },

    release: (batch) =>
      releaseBatch({ ...table, patience: patience(RELEASE_BUDGET_MILLISECONDS) }, batch, clock.now()),

    async clearClaim(payoutRequestId, holder) {
      await commit(table, [releaseWrite(table, payoutRequestId, holder)])
    },

    leaseIsOver: (state) => state.leaseUntil < clock.now().toISOString(),

    wait: (tries) => table.patience.pause(pauseAfter(tries)),
  }
}

/** A chunk's transaction begins with META and the members' list. */
const MEMBERS_FROM = 2

const intent = (fresh: NewBatch, leaseUntil: string): Item => ({
  ...withoutNulls(fresh),
  type: 'batch',
  txState: 'creating',
  next: 0,
  leaseUntil,
  version: 0,
  ...openKey('batch', fresh.id, leaseUntil),
})

const claimWrites = (
  table: OrganizationTable,
  batch: string,
  chunk: number,
  members: readonly Member[],
  leaseUntil: string,
): Write[] => [
  {
    key: batchKey(table.organization, batch),
    update: {
      set: [
        ['next', chunk + 1],
        ['leaseUntil', leaseUntil],
      ],
    },
    when: [is('txState', 'creating'), is('next', chunk)],
  },
  {
    key: membersKey(table.organization, batch, chunk),
    put: { type: 'batch-members', members: new Set(members.map(({ id }) => id)) },
    when: [absent],
  },
  // Currency, amount and customer of a request never change, so what the totals were computed from still holds.
  ...members.map(({ id }) => ({
    key: requestKey(table.organization, id),
    update: { set: [['claim', { batch, chunk }] as const], remove: ['availableKey'] },
    when: [exists, lacks('claim')],
  })),
]

function heldBy(
  member: Member | undefined,
  found: Item | undefined,
): Extract<ChunkClaim, { kind: 'held' }>['holders'][number] {
  const claim = found?.claim as { batch: string; chunk: number } | undefined
  if (!member || !claim) throw new Error('A claim was refused although nobody holds the payout request.')
  return { payoutRequestId: member.id, ...claim }
}

const committed = (table: OrganizationTable, fresh: NewBatch, chunks: number, totals: BatchTotals) =>
  Object.entries({
    txState: 'committed',
    committedChunks: chunks,
    status: 'pending',
    totals,
    successCount: 0,
    failureCount: 0,
    version: 1,
    updatedTime: fresh.createdTime,
    lastChange: { by: fresh.userId, at: fresh.createdTime, actions: [] },
    ...listingKey(table.organization, 'batch', fresh),
  })

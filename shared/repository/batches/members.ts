import type { Batch } from '../../domain/batch.ts'
import { isWellFormedId } from '../../domain/identifiers.ts'
import type { Item } from '../client.ts'
import { batchKey, batchMembers, membersKey } from '../keys.ts'
import type { OrganizationTable } from '../organization-table.ts'
import { busy, crowdedPauseAfter } from '../patience.ts'
import { getItem, getItems, queryAll } from '../read.ts'
import { batchFrom, batchStateFrom } from './batch-item.ts'
import type { BatchState } from './batch-state.ts'
import { noSuchBatch } from './batches.ts'
import { removedBy } from './change-record.ts'
import { StoredMembers } from './claim-writes.ts'

export interface BatchWithMembers {
  readonly batch: Batch
  readonly state: BatchState
  readonly payoutRequestIds: readonly string[]
  /** The members by the chunk that lists them. */
  readonly chunks: readonly MemberChunk[]
}

export interface MemberChunk {
  readonly chunk: number
  readonly ids: ReadonlySet<string>
}

/**
 * A committed batch and its members at one moment, though they lie in several items: a batch from which nothing was
 * ever taken only grows, so lists that hold as many as it counts are its members; otherwise the lists are read again
 * after it, and are then either its members or shorter.
 */
export async function theBatchWithMembers(table: OrganizationTable, id: string): Promise<BatchWithMembers> {
  if (!isWellFormedId(id)) throw noSuchBatch()
  const key = batchKey(table.organization, id)
  let [meta, lists] = await Promise.all([getItem(table, key), memberChunks(table, id)])
  for (let tries = 0; ; tries++) {
    const batch = batchFrom(meta)
    const state = batchStateFrom(meta)
    if (!batch || !state) throw noSuchBatch()
    if (tries > 0 || state.revised) lists = await memberChunks(table, id)
    const chunks = await countingChunks(table, id, state, lists)
    const payoutRequestIds = chunks.flatMap(({ ids }) => [...ids])
    if (payoutRequestIds.length === batch.totals.totalCount) return { batch, state, payoutRequestIds, chunks }
    if (tries > 0 && !(await table.patience.pause(crowdedPauseAfter(tries)))) throw busy()
    meta = await getItem(table, key)
  }
}

/** The members that the batch had when its latest run was asked for: none of them can have been removed while it runs. */
export async function theBatchWithRunMembers(
  table: OrganizationTable,
  id: string,
): Promise<BatchWithMembers> {
  const { batch, chunks, state } = await theBatchWithMembers(table, id)
  const begunWith = chunks.filter(({ chunk }) => chunk < state.runChunks)
  return { batch, state, chunks: begunWith, payoutRequestIds: begunWith.flatMap(({ ids }) => [...ids]) }
}

export const memberIds = async (table: OrganizationTable, batch: string): Promise<readonly string[]> =>
  (await theBatchWithMembers(table, batch)).payoutRequestIds

/** The members of several batches, whatever has become of these; whether their claims count is the reader's question. */
export async function membersOfAny(table: OrganizationTable, batches: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(batches.filter(isWellFormedId).map((batch) => memberChunks(table, batch)))
  return [...new Set(lists.flat().flatMap(({ ids }) => [...ids]))]
}

/** Every list of members that there is, also of chunks that do not count. */
export async function memberChunks(table: OrganizationTable, batch: string): Promise<MemberChunk[]> {
  const { pk, prefix } = batchMembers(table.organization, batch)
  const lists = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ConsistentRead: true,
  })
  return lists.map(chunkFrom)
}

/** These lists, as far as there are any. */
export async function memberChunksAt(
  table: OrganizationTable,
  batch: string,
  chunks: readonly number[],
): Promise<MemberChunk[]> {
  const keys = chunks.map((chunk) => membersKey(table.organization, batch, chunk))
  return [...(await getItems(table, keys)).values()].map(chunkFrom)
}

function chunkFrom(list: Item): MemberChunk {
  const { chunk, members } = StoredMembers.parse(list)
  return { chunk, ids: members ?? new Set() }
}

async function countingChunks(
  table: OrganizationTable,
  batch: string,
  { change, committedChunks }: BatchState,
  lists: readonly MemberChunk[],
): Promise<MemberChunk[]> {
  const removed = change?.kind === 'remove' ? await removedBy(table, batch, change.id) : new Set<string>()
  return lists
    .filter(({ chunk }) => chunk < committedChunks)
    .map(({ chunk, ids }) => ({ chunk, ids: ids.difference(removed) }))
}

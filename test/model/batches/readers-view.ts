import * as z from 'zod'
import type { Item } from '../../../shared/repository/client.ts'
import { batchChangeKey, membersKey } from '../../../shared/repository/keys.ts'
import { MODEL } from '../execution.ts'
import type { TableView } from '../scenario.ts'

/** Batches and claims as design §6 says that readers see them: written anew, so that it can be held against the code. */

const Meta = z.object({
  id: z.string(),
  txState: z.string(),
  committedChunks: z.int().default(0),
  revised: z.boolean().default(false),
  totals: z.object({ totalCount: z.int() }).optional(),
  change: z.object({ id: z.string(), kind: z.string() }).nullish(),
  openKey: z.string().optional(),
})

export type Meta = z.infer<typeof Meta>

const Removal = z.object({ groups: z.array(z.object({ ids: z.set(z.string()) })) })

const List = z.object({ members: z.set(z.string()).default(new Set()) })

const Request = z.object({
  id: z.string(),
  claim: z.object({ batch: z.string(), chunk: z.int() }).optional(),
  availableKey: z.string().optional(),
  blocked: z.boolean(),
})

export const metasIn = (table: TableView): Meta[] =>
  table.items.filter(({ type }) => type === 'batch').map((item) => Meta.parse(item))

export const metaOf = (table: TableView, batch: string): Meta | undefined =>
  metasIn(table).find(({ id }) => id === batch)

export const requestsIn = (table: TableView) =>
  table.items.filter(({ type }) => type === 'payout-request').map((item) => Request.parse(item))

/** The members by their chunk; nobody is a member of what is not committed, nor whom a removal takes. */
export function chunksOf(table: TableView, meta: Meta): ReadonlyMap<number, ReadonlySet<string>> {
  const removed = removedFrom(table, meta)
  const chunks = new Map<number, ReadonlySet<string>>()
  if (meta.txState !== 'committed') return chunks
  for (let chunk = 0; chunk < meta.committedChunks; chunk++) {
    const list = table.get(membersKey(MODEL.organization, meta.id, chunk))
    if (list) chunks.set(chunk, List.parse(list).members.difference(removed))
  }
  return chunks
}

export const membersOf = (table: TableView, batch: string): string[] => {
  const meta = metaOf(table, batch)
  return meta ? [...chunksOf(table, meta).values()].flatMap((ids) => [...ids]).sort() : []
}

/** Those whom a removal takes that has begun. */
export function removedFrom(table: TableView, { id, change }: Meta): ReadonlySet<string> {
  if (change?.kind !== 'remove') return new Set()
  const record = table.get(batchChangeKey(MODEL.organization, id, change.id))
  return new Set(record && Removal.parse(record).groups.flatMap(({ ids }) => [...ids]))
}

/** Items of batches that are not there any more. */
export const orphansIn = (table: TableView): Item[] =>
  table.items.filter(({ pk, type }) => type === 'batch-members' && !table.get({ pk: String(pk), sk: 'META' }))

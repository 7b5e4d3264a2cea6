import type { Broken, TableView } from '../scenario.ts'
import { chunksOf, type Meta, metaOf, metasIn, orphansIn, removedFrom, requestsIn } from './readers-view.ts'

/** A request is in at most one committed batch, which lists exactly its claims, chunk by chunk, and counts them. */
export function wholeBatches(table: TableView): Broken {
  const places = new Map<string, string>()
  for (const meta of metasIn(table)) {
    const chunks = chunksOf(table, meta)
    const broken = miscounted(meta, chunks)
    if (broken) return broken
    for (const [chunk, ids] of chunks)
      for (const id of ids) {
        if (places.has(id)) return `${id} is in ${places.get(id)} and in ${meta.id}/${chunk}`
        places.set(id, `${meta.id}/${chunk}`)
      }
  }
  for (const { id, claim } of requestsIn(table)) {
    const place = claim && countsIn(table, id, claim) ? `${claim.batch}/${claim.chunk}` : undefined
    if (place !== places.get(id))
      return `${id} is listed by ${places.get(id) ?? 'none'} and claimed by ${place ?? 'none'}`
  }
  return undefined
}

function miscounted(meta: Meta, chunks: ReadonlyMap<number, ReadonlySet<string>>): Broken {
  if (meta.txState !== 'committed') return undefined
  // Chunks of an addition that was undone are gone.
  if (!meta.revised && chunks.size < meta.committedChunks)
    return `${meta.id} is committed without all its chunks`
  const count = [...chunks.values()].reduce((sum, ids) => sum + ids.size, 0)
  return count === meta.totals?.totalCount ? undefined : `${meta.id} has ${count} members and counts others`
}

function countsIn(table: TableView, id: string, claim: { batch: string; chunk: number }): boolean {
  const meta = metaOf(table, claim.batch)
  if (meta?.txState !== 'committed' || removedFrom(table, meta).has(id)) return false
  return claim.chunk < meta.committedChunks
}

/** Every request is free or in a committed batch, and nothing waits to be finished. */
export function nothingHalfDone(table: TableView): Broken {
  for (const { id, claim, availableKey } of requestsIn(table)) {
    if (claim && !countsIn(table, id, claim))
      return `${id} is left claimed by ${claim.batch}, which is ${metaOf(table, claim.batch)?.txState ?? 'gone'}`
    if (claim && availableKey) return `${id} is held but available`
    if (!claim && !availableKey) return `${id} is free but not available`
  }
  const meta = metasIn(table).find(
    ({ txState, change }) => change || (txState !== 'committed' && txState !== 'aborted'),
  )
  if (meta) return `${meta.id} is left ${meta.change?.kind ?? meta.txState}`
  // A run in progress is looked after by those who ask whether its execution lives.
  const open = table.items.find((item) => 'openKey' in item && item['status'] !== 'processing')
  if (open) return `${String(open['pk'])} ${String(open['sk'])} is left open`
  return orphansIn(table).length > 0 ? 'lists of members are left behind' : undefined
}

/** Who was ever a member of what, and was not: what answers are held against, which may arrive late. */
export const memberships = (table: TableView): string[] =>
  metasIn(table)
    .filter(({ txState }) => txState === 'committed')
    .flatMap((meta) => {
      const ids = new Set([...chunksOf(table, meta).values()].flatMap((members) => [...members]))
      const judged = requestsIn(table).map(({ id }) => (ids.has(id) ? isIn(id, meta.id) : isOut(id, meta.id)))
      return [...judged, hasMembers([...ids], meta.id)]
    })

export const isIn = (id: string, batch: string): string => `${id} in ${batch}`
export const isOut = (id: string, batch: string): string => `${id} out of ${batch}`
export const hasMembers = (ids: readonly string[], batch: string): string =>
  `${batch} has ${ids.toSorted().join('')}`

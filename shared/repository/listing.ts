import { Refusal } from '../domain/refusal.ts'
import type { Item } from './client.ts'
import { type EntryRange, entriesInOrder, type Span } from './index-entries.ts'
import { createdKey } from './keys.ts'
import type { OrganizationTable } from './organization-table.ts'

/** Rules §1: one call examines so many index entries; a total beyond is a lower bound. */
export const EXAMINED_ENTRIES_LIMIT = 20_000

/** What a list looks for among things of type T. What the index knows of a thing may be less than the item does. */
export interface Search<T> {
  readonly offset: number
  readonly limit: number
  /** Only what was created from one time to another, both included; null is open. */
  readonly created: Span
  /** By (createdTime, id), or as the comparison says and then oldest first. */
  readonly order: 'oldest-first' | 'newest-first' | ((one: T, other: T) => number)
  /** Judges what the index knows of a thing. */
  readonly mayMatch: (entry: T) => boolean
  /** Judges the thing as its item has it. */
  readonly matches: (thing: T) => boolean
  /** Whether matching or order ask for what only items know: then they are read before anything is counted. */
  readonly needsItems: boolean
}

export interface Page<T> {
  readonly things: readonly T[]
  readonly total: number
  /** `gte`: more was there than one call examines. */
  readonly totalRelation: 'eq' | 'gte'
}

export interface Created {
  readonly id: string
  readonly createdTime: string
}

export interface Listed<T> extends Pick<EntryRange, 'index' | 'type'> {
  /** Reads an index entry: what the index projects, and createdTime. */
  readonly entryFrom: (entry: Item) => T
  /** Reads the items of entries; what is gone is left out. */
  readonly complete: (entries: readonly T[]) => Promise<readonly T[]>
}

/** The page asked for and how much there is. Refuses an order other than by creation when there is more than is examined. */
export async function searchListing<T>(
  table: OrganizationTable,
  listed: Listed<T>,
  search: Search<T>,
): Promise<Page<T>> {
  const byCreation = typeof search.order === 'string'
  const range = { ...listed, created: search.created, descending: search.order === 'newest-first' }
  const found: T[] = []
  let total = 0
  let examined = 0
  for await (const entries of entriesInOrder(table, range)) {
    const examinable = entries.slice(0, EXAMINED_ENTRIES_LIMIT - examined)
    examined += examinable.length
    const matching = await select(examinable.map(listed.entryFrom), listed, search)
    total += matching.length
    found.push(...(byCreation ? matching.slice(0, search.offset + search.limit - found.length) : matching))
    if (examinable.length === entries.length) continue
    if (!byCreation) throw narrowTheFilter()
    return { things: found.slice(search.offset), total, totalRelation: 'gte' }
  }
  if (typeof search.order !== 'string') found.sort(search.order)
  return { things: found.slice(search.offset, search.offset + search.limit), total, totalRelation: 'eq' }
}

/** The page of things that were found by their keys. */
export function pageOf<T extends Created>(things: readonly T[], search: Search<T>): Page<T> {
  const found = things.filter(search.matches).sort(byAge)
  if (search.order === 'newest-first') found.reverse()
  else if (search.order !== 'oldest-first') found.sort(search.order)
  return {
    things: found.slice(search.offset, search.offset + search.limit),
    total: found.length,
    totalRelation: 'eq',
  }
}

export const narrowTheFilter = (): Refusal =>
  new Refusal('narrow-the-filter', {
    detail: `This needs everything that the filter may match, and that is more than ${EXAMINED_ENTRIES_LIMIT}. Narrow the filter, for example by createdTime.`,
  })

async function select<T>(entries: readonly T[], listed: Listed<T>, search: Search<T>): Promise<readonly T[]> {
  const possible = entries.filter(search.mayMatch)
  if (!search.needsItems || possible.length === 0) return possible
  return (await listed.complete(possible)).filter(search.matches)
}

const byAge = (one: Created, other: Created): number => (createdKey(one) < createdKey(other) ? -1 : 1)

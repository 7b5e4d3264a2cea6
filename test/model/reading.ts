import type { Item } from '../../shared/repository/client.ts'
import type { ReadCall } from './dynamo/calls.ts'
import type { QueryCall } from './dynamo/query.ts'
import { GO_ON, type Reply, type Request } from './replies.ts'
import type { Change, TableState, TableStates } from './table-states.ts'

/** A request that finds items, one after the other. */
export type Reading = ReadCall | QueryCall

/** The number of the item that is read after these; undefined when nothing is left to read. */
export function nextItem(
  tables: TableStates,
  table: TableState,
  request: Reading,
  read: readonly number[],
): number | undefined {
  if (request.kind === 'query') return nextInRange(tables, table, request, read)
  const key = request.keys[read.length]
  return key === undefined ? undefined : tables.numberAt(table, key)
}

function nextInRange(
  tables: TableStates,
  table: TableState,
  request: QueryCall,
  read: readonly number[],
): number | undefined {
  const numbers = new Map<Item, number>()
  for (const number of table) {
    const item = tables.item(number)
    if (item) numbers.set(item, number)
  }
  const next = request.next([...numbers.keys()], tables.item(read.at(-1)))
  return next && numbers.get(next)
}

export const isWhole = (request: Reading, read: readonly number[]): boolean =>
  request.kind === 'read' ? read.length === request.keys.length : read.length === request.limit

/** Everything there is to find after what was read already, at one moment. */
export function readOn(
  tables: TableStates,
  table: TableState,
  request: Reading,
  begun: readonly number[] = [],
): number[] {
  const read = [...begun]
  while (!isWhole(request, read)) {
    const next = nextItem(tables, table, request, read)
    if (next === undefined) break
    read.push(next)
  }
  return read
}

export const foundReply = (tables: TableStates, read: readonly number[]): Reply => ({
  kind: 'found',
  text: `found ${read.join()}`,
  items: read.map((number) => tables.item(number)),
})

/** A request answered whole, at one moment. */
export function carriedOut(
  tables: TableStates,
  request: Request,
  table: TableState,
): { readonly reply: Reply; readonly changes: readonly Change[] } {
  if (request.kind === 'pause') return { reply: GO_ON, changes: [] }
  if (request.kind === 'write') {
    const { reply, writes } = tables.effect(request, table)
    return { reply, changes: writes }
  }
  return { reply: foundReply(tables, readOn(tables, table, request)), changes: [] }
}

import type { Node } from './process-tree.ts'
import type { TableState } from './table-states.ts'

/** One state of everything. */
export interface State {
  readonly table: TableState
  /** What lagging indexes know of the table; the table itself where nothing lags. */
  readonly indexed: TableState
  readonly stages: readonly Stage[]
  readonly lostAnswers: number
  readonly faults: number
  /** What is remembered of the tables on the way: the number of a set. */
  readonly facts: number
}

/** Where a process stands. */
export interface Stage {
  readonly node: Node
  /** Items of a read that have been read already, by call. */
  readonly begun: ReadonlyMap<number, readonly number[]>
  /** Calls that were carried out, whose answer was lost, and that are sent again. */
  readonly repeated: readonly number[]
  /** Something that it touched since its last pause is different now: going on may bring something new. */
  readonly stirred: boolean
}

export const fresh = (node: Node): Stage => ({ node, begun: new Map(), repeated: [], stirred: false })

/** The same text for the same state. */
export function textOf(state: State): string {
  const { table, indexed, stages, lostAnswers, faults, facts } = state
  const index = indexed === table ? '' : packed(indexed)
  return `${packed(table)}/${index}/${stages.map(stageText).join('/')}/${lostAnswers}/${faults}/${facts}`
}

export const packed = (table: TableState): string => {
  let end = table.length
  while (end > 0 && table[end - 1] === 0) end -= 1
  return String.fromCharCode(...table.slice(0, end).map((number) => number + BEYOND_ASCII))
}

const BEYOND_ASCII = 0x100

function stageText({ node, begun, repeated, stirred }: Stage): string {
  // How a process came to its answer makes no difference any more.
  if (node.end !== undefined) return `=${node.end}`
  const reads = begun.size === 0 ? '' : [...begun].map(([call, items]) => `${call}:${items.join()}`).join(';')
  return `${node.id}${stirred ? '!' : ''}${reads}${repeated.length > 0 ? `~${repeated.join()}` : ''}`
}

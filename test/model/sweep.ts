import type { Model } from './model.ts'
import type { Node, ProcessTree } from './process-tree.ts'
import { carriedOut } from './reading.ts'
import type { Change, TableState } from './table-states.ts'

/** The table after the sweeper has gone over it, alone and undisturbed; undefined where a scenario has none. */
export async function sweep(model: Model, table: TableState): Promise<TableState | undefined> {
  const tree = model.sweeper
  if (!tree) return undefined
  let swept = table
  let [node] = await tree.start()
  while (node && !node.outcome) {
    const { next, changes }: Stride = await stride(model, tree, node, swept)
    if (changes.length > 0) swept = model.tables.changed(swept, changes)
    node = next
  }
  if (node?.outcome && 'error' in node.outcome)
    throw new Error('The sweeper failed.', { cause: node.outcome.error })
  return swept
}

interface Stride {
  readonly next: Node | undefined
  readonly changes: readonly Change[]
}

async function stride(model: Model, tree: ProcessTree, node: Node, table: TableState): Promise<Stride> {
  const [pending] = node.pending
  if (!pending) throw new Error('The sweeper waits for nothing.')
  const { reply, changes } = carriedOut(model.tables, pending.request, table)
  const [next] = tree.known(node, pending.call, reply) ?? (await tree.after(node, pending.call, reply))
  return { next, changes }
}

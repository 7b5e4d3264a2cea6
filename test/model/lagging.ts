import type { IndexName } from '../../shared/repository/table.ts'
import { projected } from './dynamo/query.ts'
import { canonical } from './dynamo/values.ts'
import type { State } from './states.ts'
import type { Change, TableState, TableStates } from './table-states.ts'

/** What indexes know that learn of a write at some later time, item by item. */
export interface Lagging {
  /** What they know after these changes of the table: at once only what makes no difference to them. */
  indexed(before: State, table: TableState, changes: readonly Change[]): TableState
  /** Whether they have yet to learn what the table has at this place. */
  lags(state: State, place: number): boolean
}

export function laggingBy(tables: TableStates, indexes: readonly IndexName[]): Lagging {
  const texts = new Map<number, string>()
  const entryText = (number: number) => {
    const item = tables.item(number)
    const text = texts.get(number) ?? canonical(indexes.map((index) => (item ? projected(item, index) : {})))
    texts.set(number, text)
    return text
  }
  const differs = (a = 0, b = 0) => a !== b && entryText(a) !== entryText(b)
  return {
    indexed(before, table, changes) {
      if (indexes.length === 0) return table
      const known = changes.filter(({ place, item }) => !differs(before.indexed[place], item))
      return tables.changed(before.indexed, known)
    },
    lags: ({ table, indexed }, place) => table !== indexed && differs(table[place], indexed[place]),
  }
}

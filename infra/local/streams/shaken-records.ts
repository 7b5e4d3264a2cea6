import type { FaultKind } from '../endpoint/faults.ts'
import { objectAt } from '../json.ts'
import type { StreamRecord } from './dynamodb-stream.ts'

/** The records as faults let them arrive: twice, or in another order except for each item's own records. */
export function shaken(records: readonly StreamRecord[], faults: ReadonlySet<FaultKind>): StreamRecord[] {
  const reordered = faults.has('reordered-records') ? itemByItem(records) : [...records]
  return faults.has('duplicate-records') ? [...reordered, ...reordered] : reordered
}

/** Last item first: as far from the order of writing as one item's records allow. */
function itemByItem(records: readonly StreamRecord[]): StreamRecord[] {
  const items = Map.groupBy(records, ({ record }) => {
    const keys = objectAt(objectAt(record, 'dynamodb'), 'Keys')
    return JSON.stringify(Object.entries(keys).sort(([a], [b]) => a.localeCompare(b)))
  })
  return [...items.values()].toReversed().flat()
}

import type { Item } from '../../shared/repository/client.ts'
import { keyText } from '../../shared/repository/read.ts'
import { keyOf } from './dynamo/actions.ts'
import type { WriteCall } from './dynamo/calls.ts'
import { asStored, canonical } from './dynamo/values.ts'
import { numbering } from './numbering.ts'
import { type Reply, WRITTEN } from './replies.ts'
import type { TableView } from './scenario.ts'

/** A table as numbers: at each key's place the number of its item's content; 0 where there is none. */
export type TableState = readonly number[]

export interface Effect {
  readonly reply: Reply
  readonly writes: readonly Change[]
}

export interface Change {
  readonly place: number
  readonly key: string
  readonly item: number
}

/** All contents that tables have had: equal contents have equal numbers. */
export interface TableStates {
  seeded(items: readonly Item[]): TableState
  changed(table: TableState, changes: readonly Change[]): TableState
  numberAt(table: TableState, key: string): number
  /** What the write does to this table; nothing if a condition is refused. */
  effect(call: WriteCall, table: TableState): Effect
  view(table: TableState): TableView
  item(number: number | undefined): Item | undefined
  /** Every content that an item of any table has had. */
  everything(): readonly Item[]
}

export function tableStates(): TableStates {
  const keys = numbering<string>((key) => key)
  const contents = numbering<Item | undefined>((item) => (item ? canonical(item) : ''))
  contents.numberOf(undefined) // 0
  const effects = new WeakMap<WriteCall, Map<string, Effect>>()
  const change = (key: string, item: Item | undefined): Change => ({
    place: keys.numberOf(key),
    key,
    item: contents.numberOf(item),
  })
  const changed = (table: TableState, changes: readonly Change[]): TableState => {
    const next = Array.from({ length: keys.all.length }, (_, place) => table[place] ?? 0)
    for (const { place, item } of changes) next[place] = item
    return next
  }
  const numberAt = (table: TableState, key: string) => table[keys.numberOf(key)] ?? 0
  return {
    changed,
    numberAt,
    item: (number = 0) => contents.all[number],
    everything: () => contents.all.filter((item) => item !== undefined),
    seeded: (seed) =>
      changed(
        [],
        seed.map(asStored).map((item) => change(keyOf(item), item)),
      ),
    effect(call, table) {
      const olds = call.actions.map(({ key }) => numberAt(table, key))
      const known = effects.get(call) ?? new Map<string, Effect>()
      effects.set(call, known)
      const effect = known.get(olds.join()) ?? effectOf(call, olds, contents.all, change)
      known.set(olds.join(), effect)
      return effect
    },
    view: (table) => ({
      get: (key) => contents.all[numberAt(table, keyText(key))],
      items: table.map((number) => contents.all[number]).filter((item) => item !== undefined),
    }),
  }
}

function effectOf(
  call: WriteCall,
  olds: readonly number[],
  contents: readonly (Item | undefined)[],
  change: (key: string, item: Item | undefined) => Change,
): Effect {
  const found = olds.map((number) => contents[number])
  const refused = call.actions.map(({ test }, i) => !test(found[i]))
  if (refused.includes(true)) {
    // The others' contents are not told.
    const text = `refused ${olds.map((old, i) => (refused[i] ? old : '-')).join()}`
    return { reply: { kind: 'refused', text, items: found }, writes: [] }
  }
  const changes = call.actions.map(({ key, after }, i) => change(key, after(found[i])))
  const writes = changes.filter(({ item }, i) => item !== olds[i])
  const [only] = changes
  if (call.isTransaction || !only || !call.actions[0]?.returnsNew) return { reply: WRITTEN, writes }
  return { reply: { kind: 'written', text: `written ${only.item}`, items: [contents[only.item]] }, writes }
}

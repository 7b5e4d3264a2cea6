import type { Item } from '../../../shared/repository/client.ts'
import { type Operand, type Placeholders, type Words, words } from './expression.ts'
import { at, isNumber, isRecord } from './values.ts'

/** What an update makes of an item; every right side sees the item as it was. */
export type Change = (item: Item) => Item

type Edit = { readonly path: readonly string[]; readonly value: (item: Item) => unknown }

export function update(text: string | undefined, bound: Placeholders): Change {
  if (text === undefined) return (item) => item
  if (text === '') throw new Error('An UpdateExpression is never empty (ValidationException).')
  const list = words(text, bound)
  const edits: Edit[] = []
  while (!list.ended) {
    const verb = list.take('SET', 'REMOVE', 'ADD', 'DELETE')
    if (!verb) throw new Error(`Not modelled: ${text}`)
    do edits.push(edit(verb, list))
    while (list.take(','))
  }
  demandDistinct(edits)
  return (item) => edits.reduce((changed, { path, value }) => assign(changed, path, value(item)), item)
}

function edit(verb: string, list: Words): Edit {
  const path = list.path()
  if (verb === 'REMOVE') return { path, value: () => undefined }
  if (verb === 'SET') {
    list.demand('=')
    return { path, value: sum(list) }
  }
  const operand = list.operand()
  const apply = verb === 'ADD' ? added : taken
  return { path, value: (item) => apply(at(item, path), operand(item)) }
}

function sum(list: Words): Operand {
  const left = term(list)
  const sign = list.take('+', '-')
  if (!sign) return left
  const right = term(list)
  return (item) => plus(left(item), right(item), sign === '+' ? 1n : -1n)
}

function term(list: Words): Operand {
  if (!list.take('if_not_exists')) return list.operand()
  list.demand('(')
  const wanted = list.operand()
  list.demand(',')
  const other = list.operand()
  list.demand(')')
  return (item) => wanted(item) ?? other(item)
}

/** Amounts are whole: fractions are not modelled. */
function plus(a: unknown, b: unknown, sign: bigint): number | bigint {
  if (!isNumber(a) || !isNumber(b))
    throw new Error('An operand of the update is not a number (ValidationException).')
  const result = BigInt(a) + sign * BigInt(b)
  return Number.isSafeInteger(Number(result)) ? Number(result) : result
}

function added(old: unknown, value: unknown): unknown {
  if (value instanceof Set) return new Set([...(old instanceof Set ? old : []), ...value])
  return plus(old ?? 0, value, 1n)
}

/** A set of which nothing is left is gone. */
function taken(old: unknown, value: unknown): unknown {
  if (!(value instanceof Set)) throw new Error('DELETE takes members of a set.')
  const left = [...(old instanceof Set ? old : [])].filter((member) => !value.has(member))
  return left.length > 0 ? new Set(left) : undefined
}

function assign(item: Item, [name = '', ...rest]: readonly string[], value: unknown): Item {
  if (rest.length === 0) {
    const { [name]: _, ...others } = item
    return value === undefined ? others : { ...others, [name]: value }
  }
  const inner = item[name]
  if (!isRecord(inner))
    throw new Error(`The update's path leads through ${name}, which is no map (ValidationException).`)
  return { ...item, [name]: assign(inner, rest, value) }
}

/** DynamoDB refuses an update in which one path is another or leads to it. */
function demandDistinct(edits: readonly Edit[]): void {
  const paths = edits.map(({ path }) => `${path.join('.')}.`)
  const twice = paths.find((path, i) => paths.some((other, j) => i !== j && other.startsWith(path)))
  if (twice) throw new Error(`Two parts of the update change ${twice} (ValidationException).`)
}

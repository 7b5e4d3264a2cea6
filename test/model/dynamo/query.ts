import type { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Item } from '../../../shared/repository/client.ts'
import { INDEXES, type IndexName, TABLE, type TableIndex } from '../../../shared/repository/table.ts'
import { condition } from './condition.ts'
import { demandAllUsed, type Placeholders, placeholders, words } from './expression.ts'
import { spoken } from './spoken.ts'
import { canonical, isRecord } from './values.ts'

export interface QueryCall {
  readonly kind: 'query'
  readonly text: string
  /** For people. */
  readonly words: string
  readonly index: IndexName | undefined
  /** The first item of its range, or the first behind another; items are read one after the other. */
  readonly next: (items: readonly Item[], behind: Item | undefined) => Item | undefined
  readonly limit: number
  readonly answer: (found: readonly Item[]) => { readonly Items: readonly Item[] }
}

export function queryCall(input: QueryCommand['input']): QueryCall {
  const unknown = Object.keys(input).filter((name) => !KNOWN.has(name))
  if (unknown.length > 0) throw new Error(`Not modelled: Query with ${unknown.join(', ')}`)
  const index = indexNamed(input.IndexName)
  if ((input.ConsistentRead === true) === (index !== undefined))
    throw new Error('A Query of the table is consistent, one of an index is not.')
  const { partitionKey, sortKey } = keysOf(index)
  const bound = placeholders(input)
  const inRange = condition(input.KeyConditionExpression, bound)
  const passes = condition(input.FilterExpression, bound)
  const asked = namesIn(input.ProjectionExpression, bound)
  demandAllUsed(bound)
  const place = (item: Item) => `${String(item[sortKey])} ${String(item['pk'])} ${String(item['sk'])}`
  const comesBefore = (a: Item, b: Item) => place(a) < place(b) === (input.ScanIndexForward !== false)
  const start = isRecord(input.ExclusiveStartKey) ? input.ExclusiveStartKey : undefined
  const limit = input.Limit ?? Number.POSITIVE_INFINITY
  return {
    kind: 'query',
    text: `Query ${canonical(input)}`,
    words: `Query ${index ?? 'table'}: ${spoken(input.KeyConditionExpression ?? '', input)}`,
    index,
    limit,
    next: (items, behind = start) =>
      items
        .filter((item) => item[partitionKey] !== undefined && item[sortKey] !== undefined && inRange(item))
        .filter((item) => !behind || (place(item) !== place(behind) && comesBefore(behind, item)))
        .reduce<Item | undefined>(
          (first, item) => (first && comesBefore(first, item) ? first : item),
          undefined,
        ),
    answer(found) {
      const last = found.length === limit && found.at(-1)
      return {
        Items: found
          .filter(passes)
          .map((item) => (index ? projected(item, index) : item))
          .map((item) => (asked ? part(item, asked) : item)),
        ...(last && { LastEvaluatedKey: part(last, ['pk', 'sk', partitionKey, sortKey]) }),
      }
    },
  }
}

const KNOWN = new Set([
  'TableName',
  'IndexName',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ConsistentRead',
  'ScanIndexForward',
  'Limit',
  'ExclusiveStartKey',
])

/** Top-level attributes only. */
function namesIn(text: string | undefined, bound: Placeholders): string[] | undefined {
  if (text === undefined) return undefined
  const list = words(text, bound)
  const names: string[] = []
  do {
    const [name = '', ...deeper] = list.path()
    if (deeper.length > 0) throw new Error(`Not modelled: ${text}`)
    names.push(name)
  } while (list.take(','))
  return names
}

function indexNamed(name: string | undefined): IndexName | undefined {
  if (name === undefined || name === 'listing' || name === 'available' || name === 'open') return name
  throw new Error(`No such index: ${name}`)
}

const keysOf = (index: IndexName | undefined): Pick<TableIndex, 'partitionKey' | 'sortKey'> =>
  index ? INDEXES[index] : TABLE

/** What an index holds of an item. */
export function projected(item: Item, index: IndexName): Item {
  const { partitionKey, sortKey, projects }: TableIndex = INDEXES[index]
  if (item[partitionKey] === undefined || item[sortKey] === undefined) return {}
  return part(item, ['pk', 'sk', partitionKey, sortKey, ...projects])
}

const part = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.filter((name) => name in item).map((name) => [name, item[name]]))

import type { Item } from '../../../shared/repository/client.ts'
import { keyText } from '../../../shared/repository/read.ts'
import { condition, type Test } from './condition.ts'
import { demandAllUsed, placeholders } from './expression.ts'
import { spoken } from './spoken.ts'
import { update } from './update.ts'
import { asStored, canonical, isRecord } from './values.ts'

/** One conditional write of one item, alone or within a transaction. */
export interface Action {
  readonly key: string
  readonly test: Test
  /** Whether a refusal tells the item as it was found. */
  readonly returnsOld: boolean
  /** Whether a single update answers the item as it is afterwards. */
  readonly returnsNew: boolean
  /** The item afterwards; undefined when there is none. */
  readonly after: (old: Item | undefined) => Item | undefined
  /** For people. */
  readonly words: string
}

export type Verb = 'Put' | 'Update' | 'Delete' | 'ConditionCheck'

/** What the SDK's inputs of the four have in common. */
export interface ActionInput {
  readonly TableName?: string | undefined
  readonly Key?: Record<string, unknown> | undefined
  readonly Item?: Record<string, unknown> | undefined
  readonly ConditionExpression?: string | undefined
  readonly UpdateExpression?: string | undefined
  readonly ExpressionAttributeNames?: Record<string, string> | undefined
  readonly ExpressionAttributeValues?: Record<string, unknown> | undefined
  readonly ReturnValues?: string | undefined
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined
}

const KNOWN = [
  'TableName',
  'Key',
  'Item',
  'ConditionExpression',
  'UpdateExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValues',
  'ReturnValuesOnConditionCheckFailure',
]

export function actionOf(verb: Verb, input: ActionInput): Action {
  demandOnly(input, KNOWN)
  const bound = placeholders(input)
  const change = update(input.UpdateExpression, bound)
  const test = condition(input.ConditionExpression, bound)
  demandAllUsed(bound)
  const key = keyOf(input.Key ?? input.Item)
  const item = asStored(input.Item ?? input.Key ?? {})
  const after: Record<Verb, Action['after']> = {
    Put: () => item,
    Update: (old) => asStored(change(old ?? item)),
    Delete: () => undefined,
    ConditionCheck: (old) => old,
  }
  return {
    key,
    test,
    returnsOld: isAsked(input.ReturnValuesOnConditionCheckFailure, 'ALL_OLD'),
    returnsNew: isAsked(input.ReturnValues, 'ALL_NEW'),
    after: after[verb],
    words: wordsOf(verb, key, input),
  }
}

function isAsked(option: string | undefined, known: string): boolean {
  if (option === undefined || option === 'NONE') return false
  if (option !== known) throw new Error(`Not modelled: ${option}`)
  return true
}

export function keyOf(key: unknown): string {
  if (!isRecord(key) || typeof key['pk'] !== 'string' || typeof key['sk'] !== 'string')
    throw new Error(`Not a key: ${canonical(key)}`)
  return keyText({ pk: key['pk'], sk: key['sk'] })
}

/** What the model does not know it does not silently leave out. */
export function demandOnly(input: object, known: readonly string[]): void {
  const unknown = Object.entries(input).filter(
    ([name, value]) => value !== undefined && !known.includes(name),
  )
  if (unknown.length > 0) throw new Error(`Not modelled: ${unknown.map(([name]) => name).join(', ')}`)
}

function wordsOf(verb: Verb, key: string, input: ActionInput): string {
  const change = input.UpdateExpression ? ` ${spoken(input.UpdateExpression, input)}` : ''
  const condition = input.ConditionExpression ? ` if ${spoken(input.ConditionExpression, input)}` : ''
  return `${verb} ${key}${change}${condition}`
}

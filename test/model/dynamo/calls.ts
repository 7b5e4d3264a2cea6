import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { Item } from '../../../shared/repository/client.ts'
import { keyText } from '../../../shared/repository/read.ts'
import { TRANSACTION_ACTIONS_LIMIT } from '../../../shared/repository/write.ts'
import { condition, type Test } from './condition.ts'
import { demandAllUsed, placeholders } from './expression.ts'
import { type QueryCall, queryCall } from './query.ts'
import { update } from './update.ts'
import { asStored, canonical, isRecord } from './values.ts'

/** What a process asks of DynamoDB, understood. The same request has the same text. */
export type Call = ReadCall | QueryCall | WriteCall

export interface ReadCall {
  readonly kind: 'read'
  readonly text: string
  readonly keys: readonly string[]
  readonly answer: (found: readonly (Item | undefined)[]) => object
}

export interface WriteCall {
  readonly kind: 'write'
  readonly text: string
  readonly actions: readonly Action[]
  readonly isTransaction: boolean
}

export interface Action {
  readonly key: string
  readonly verb: 'Put' | 'Update' | 'Delete' | 'ConditionCheck'
  readonly test: Test
  readonly returnsOld: boolean
  /** The item afterwards; undefined when there is none. */
  readonly after: (old: Item | undefined) => Item | undefined
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** Throws on a command, or a part of one, that the model does not know. */
export function callOf(command: object): Call {
  if (command instanceof GetCommand) return getCall(command.input)
  if (command instanceof BatchGetCommand) return batchGetCall(command.input)
  if (command instanceof QueryCommand) return queryCall(command.input)
  if (command instanceof TransactWriteCommand) return transaction(command.input)
  if (command instanceof PutCommand) return writeCall([{ Put: command.input }], false)
  if (command instanceof UpdateCommand) return writeCall([{ Update: command.input }], false)
  if (command instanceof DeleteCommand) return writeCall([{ Delete: command.input }], false)
  throw new Error(`Not modelled: ${command.constructor.name}`)
}

function getCall(input: GetCommand['input']): ReadCall {
  demandOnly(input, ['TableName', 'Key', 'ConsistentRead'])
  if (input.ConsistentRead !== true) throw new Error('An eventually consistent GetItem is not modelled.')
  return {
    kind: 'read',
    text: `GetItem ${canonical(input)}`,
    keys: [keyOf(input.Key)],
    answer: ([found]) => (found ? { Item: found } : {}),
  }
}

function batchGetCall(input: BatchGetCommand['input']): ReadCall {
  demandOnly(input, ['RequestItems'])
  const [[table, request] = [], ...others] = Object.entries(input.RequestItems ?? {})
  if (!table || !request?.Keys || others.length > 0) throw new Error('BatchGetItem of one table is modelled.')
  demandOnly(request, ['Keys', 'ConsistentRead'])
  if (request.ConsistentRead !== true) throw new Error('An eventually consistent BatchGetItem is not modelled.')
  const keys = request.Keys.map(keyOf)
  demandDistinct(keys)
  return {
    kind: 'read',
    text: `BatchGetItem ${canonical(input)}`,
    keys,
    answer: (found) => ({ Responses: { [table]: found.filter((item) => item !== undefined) }, UnprocessedKeys: {} }),
  }
}

function transaction(input: TransactWriteCommand['input']): WriteCall {
  demandOnly(input, ['TransactItems'])
  const items = input.TransactItems ?? []
  if (items.length === 0 || items.length > TRANSACTION_ACTIONS_LIMIT)
    throw new Error(`A transaction of ${items.length} actions (ValidationException).`)
  return writeCall(items, true)
}

function writeCall(items: readonly TransactItem[], isTransaction: boolean): WriteCall {
  const actions = items.map(actionOf)
  demandDistinct(actions.map(({ key }) => key))
  return {
    kind: 'write',
    text: `${isTransaction ? 'TransactWriteItems' : 'Write'} ${canonical(items)}`,
    actions,
    isTransaction,
  }
}

function actionOf({ Put, Update, Delete, ConditionCheck }: TransactItem): Action {
  if (Put) {
    const item = asStored(Put.Item ?? {})
    return action('Put', Put, Put.Item, () => item)
  }
  if (Update) {
    const bound = placeholders(Update)
    const change = update(Update.UpdateExpression, bound)
    const key = asStored(Update.Key ?? {})
    return action('Update', Update, Update.Key, (old) => asStored(change(old ?? key)), bound)
  }
  if (Delete) return action('Delete', Delete, Delete.Key, () => undefined)
  if (ConditionCheck) return action('ConditionCheck', ConditionCheck, ConditionCheck.Key, (old) => old)
  throw new Error('A transaction has an action that is not modelled.')
}

function action(
  verb: Action['verb'],
  input: NonNullable<TransactItem['ConditionCheck' | 'Update' | 'Delete' | 'Put']>,
  key: Record<string, unknown> | undefined,
  after: Action['after'],
  bound = placeholders(input),
): Action {
  demandOnly(input, ACTION_MEMBERS)
  const test = condition(input.ConditionExpression, bound)
  demandAllUsed(bound)
  const returnsOld = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD'
  return { key: keyOf(key), verb, test, returnsOld, after }
}

const ACTION_MEMBERS = [
  'TableName',
  'Key',
  'Item',
  'ConditionExpression',
  'UpdateExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
]

function keyOf(key: unknown): string {
  if (!isRecord(key) || typeof key['pk'] !== 'string' || typeof key['sk'] !== 'string')
    throw new Error(`Not a key: ${canonical(key)}`)
  return keyText({ pk: key['pk'], sk: key['sk'] })
}

function demandDistinct(keys: readonly string[]): void {
  if (new Set(keys).size < keys.length) throw new Error('One item twice in a call (ValidationException).')
}

/** What the model does not know it does not silently leave out. */
export function demandOnly(input: object, known: readonly string[]): void {
  const unknown = Object.entries(input).filter(([name, value]) => value !== undefined && !known.includes(name))
  if (unknown.length > 0) throw new Error(`Not modelled: ${unknown.map(([name]) => name).join(', ')}`)
}

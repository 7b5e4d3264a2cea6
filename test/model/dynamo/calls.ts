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
import { TRANSACTION_ACTIONS_LIMIT } from '../../../shared/repository/write.ts'
import { type Action, actionOf, demandOnly, keyOf } from './actions.ts'
import { type QueryCall, queryCall } from './query.ts'
import { canonical } from './values.ts'

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

/** Throws on a command, or a part of one, that the model does not know. */
export function callOf(command: object): Call {
  if (command instanceof GetCommand) return getCall(command.input)
  if (command instanceof BatchGetCommand) return batchGetCall(command.input)
  if (command instanceof QueryCommand) return queryCall(command.input)
  if (command instanceof TransactWriteCommand) return transaction(command.input)
  if (command instanceof PutCommand) return single(actionOf('Put', command.input), command)
  if (command instanceof UpdateCommand) return single(actionOf('Update', command.input), command)
  if (command instanceof DeleteCommand) return single(actionOf('Delete', command.input), command)
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
  if (request.ConsistentRead !== true)
    throw new Error('An eventually consistent BatchGetItem is not modelled.')
  const keys = request.Keys.map(keyOf)
  demandDistinct(keys)
  return {
    kind: 'read',
    text: `BatchGetItem ${canonical(input)}`,
    keys,
    answer: (found) => ({ Responses: { [table]: found.filter((item) => item !== undefined) } }),
  }
}

const single = (action: Action, command: { readonly input: object }): WriteCall => ({
  kind: 'write',
  text: `${command.constructor.name} ${canonical(command.input)}`,
  actions: [action],
  isTransaction: false,
})

/** A token is left out: what is repeated is judged again, as when the ten minutes are over for which it is known. */
function transaction(input: TransactWriteCommand['input']): WriteCall {
  demandOnly(input, ['TransactItems', 'ClientRequestToken'])
  const items = input.TransactItems ?? []
  if (items.length === 0 || items.length > TRANSACTION_ACTIONS_LIMIT)
    throw new Error(`A transaction of ${items.length} actions (ValidationException).`)
  const actions = items.map(actionIn)
  demandDistinct(actions.map(({ key }) => key))
  return { kind: 'write', text: `TransactWriteItems ${canonical(items)}`, actions, isTransaction: true }
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

function actionIn({ Put, Update, Delete, ConditionCheck }: TransactItem): Action {
  if (Put) return actionOf('Put', Put)
  if (Update) return actionOf('Update', Update)
  if (Delete) return actionOf('Delete', Delete)
  if (ConditionCheck) return actionOf('ConditionCheck', ConditionCheck)
  throw new Error('A transaction has an action that is not modelled.')
}

function demandDistinct(keys: readonly string[]): void {
  if (new Set(keys).size < keys.length) throw new Error('One item twice in a call (ValidationException).')
}

import { isObject, type JsonObject, objectAt, objectsAt, textAt } from '../json.ts'
import type { Place } from '../template/identities.ts'
import { AwsError } from './aws-error.ts'
import type { Call } from './call.ts'

export interface Permission {
  readonly action: string
  readonly resource: string
}

/** What IAM asks of whoever makes this call. */
export function requiredPermissions(call: Call, place: Place): Permission[] {
  const required = SERVICES[call.service]?.(call, (service, path) => arn(place, service, path))
  if (required === undefined || required.length === 0) {
    throw new AwsError('AccessDeniedException', `The local stack cannot tell what ${call.action} needs`)
  }
  return required
}

type ArnOf = (service: string, path: string) => string

function arn(place: Place, service: string, path: string): string {
  return path.startsWith('arn:') ? path : `arn:aws:${service}:${place.region}:${place.accountId}:${path}`
}

const SERVICES: Readonly<Record<string, (call: Call, arnOf: ArnOf) => Permission[] | undefined>> = {
  dynamodb: dynamoDbPermissions,
  states: ({ action, body }) => {
    const resource = textAt(body, 'stateMachineArn') ?? textAt(body, 'executionArn')
    return resource === undefined ? undefined : [{ action, resource }]
  },
  sqs: ({ action, body }, arnOf) => {
    const queue = textAt(body, 'QueueUrl')?.split('/').at(-1) ?? textAt(body, 'QueueName')
    // A batch is the action of its parts.
    const single = action.replace(/Batch$/, '')
    return [{ action: single, resource: queue === undefined ? '*' : arnOf('sqs', queue) }]
  },
  lambda: ({ action, body }, arnOf) => [
    { action, resource: arnOf('lambda', `function:${textAt(body, 'FunctionName')}`) },
  ],
  events: ({ action, body }, arnOf) =>
    objectsAt(body, 'Entries').map((entry) => {
      const bus = textAt(entry, 'EventBusName') ?? 'default'
      return { action, resource: bus.startsWith('arn:') ? bus : arnOf('events', `event-bus/${bus}`) }
    }),
}

/** Transactions have no action of their own; an index is a resource of its own. */
function dynamoDbPermissions({ action, operation, body }: Call, arnOf: ArnOf): Permission[] | undefined {
  const on = (needed: string, target: JsonObject): Permission => {
    const table = textAt(target, 'TableName') ?? ''
    const index = textAt(target, 'IndexName')
    const path = table.startsWith('arn:') ? table : arnOf('dynamodb', `table/${table}`)
    return { action: needed, resource: index === undefined ? path : `${path}/index/${index}` }
  }
  if (operation.startsWith('Transact')) {
    return objectsAt(body, 'TransactItems').flatMap((item) =>
      Object.entries(item).flatMap(([kind, target]) =>
        isObject(target) ? [on(`dynamodb:${ITEM_ACTIONS[kind] ?? kind}`, target)] : [],
      ),
    )
  }
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    return Object.keys(objectAt(body, 'RequestItems')).map((TableName) => on(action, { TableName }))
  }
  return textAt(body, 'TableName') === undefined ? undefined : [on(action, body)]
}

const ITEM_ACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  ConditionCheck: 'ConditionCheckItem',
}

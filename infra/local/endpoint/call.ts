import type { IncomingMessage } from 'node:http'
import { type JsonObject, parseObject } from '../json.ts'
import { AwsError } from './aws-error.ts'
import type { FaultKind, FaultPlan } from './faults.ts'

/** Who calls: a function, or a credential that no policy restricts. */
export interface Caller {
  /** The access key id: a function's name, or `operator`. */
  readonly name: string
  /** The session token: which of the function's workers. */
  readonly worker: string | undefined
}

export interface Call {
  readonly caller: Caller
  readonly service: ServiceName
  /** As IAM spells it: `dynamodb:PutItem`. */
  readonly action: string
  readonly operation: string
  readonly body: JsonObject
  readonly text: string
  /** What tests make go wrong with this call. */
  readonly faults: ReadonlySet<FaultKind>
}

export interface Answer {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

export type Service = (call: Call) => Promise<Answer>

export type ServiceName = (typeof SERVICES)[keyof typeof SERVICES] | 'lambda'

/** `X-Amz-Target` says the service and the operation, `Authorization` who calls; Lambda says both in its path. */
export function readCall(
  headers: IncomingMessage['headers'],
  text: string,
  plan: FaultPlan,
  path: string = '/',
): Call {
  const [, invoked] = INVOCATION.exec(path) ?? []
  if (invoked !== undefined) return invocationOf(decodeURIComponent(invoked), headers, text, plan)
  const [prefix = '', operation = ''] = String(headers['x-amz-target'] ?? '').split('.')
  const service = Object.entries(SERVICES).find(([name]) => name === prefix)?.[1]
  if (service === undefined) {
    throw new AwsError('UnknownOperationException', `The local stack has no service for target '${prefix}'`)
  }
  const body = parseObject(text)
  if (body === undefined) throw new AwsError('SerializationException', 'The body is not a JSON object')
  const action = `${IAM_PREFIX[service]}:${operation}`
  const caller = callerOf(headers)
  return { caller, service, operation, action, body, text, faults: plan.strike(caller.name, action) }
}

const INVOCATION = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/

function invocationOf(
  FunctionName: string,
  headers: IncomingMessage['headers'],
  text: string,
  plan: FaultPlan,
): Call {
  const kind = headers['x-amz-invocation-type'] ?? 'RequestResponse'
  if (kind !== 'RequestResponse')
    throw new AwsError(
      'InvalidParameterValueException',
      `The local stack does not invoke by '${String(kind)}'`,
    )
  const [caller, action] = [callerOf(headers), 'lambda:InvokeFunction']
  const faults = plan.strike(caller.name, action)
  return { caller, service: 'lambda', operation: 'Invoke', action, body: { FunctionName }, text, faults }
}

const SERVICES = {
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'dynamodb-streams',
  AWSStepFunctions: 'states',
  AmazonSQS: 'sqs',
  AWSEvents: 'events',
} as const

const IAM_PREFIX: Record<ServiceName, string> = {
  dynamodb: 'dynamodb',
  'dynamodb-streams': 'dynamodb',
  states: 'states',
  sqs: 'sqs',
  events: 'events',
  lambda: 'lambda',
}

function callerOf(headers: IncomingMessage['headers']): Caller {
  const name = /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1]
  if (name === undefined) {
    throw new AwsError('MissingAuthenticationTokenException', 'Request is missing Authentication Token')
  }
  const worker = headers['x-amz-security-token']
  return { name, worker: typeof worker === 'string' ? worker : undefined }
}

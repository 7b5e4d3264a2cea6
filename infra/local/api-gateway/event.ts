import type { JsonObject } from '../json.ts'
import { type Exchange, requestContext } from './exchange.ts'

/** The event of a Lambda proxy integration of a REST API (payload version 1.0). */
export function proxyEvent(exchange: Exchange, body: string, authorizer: JsonObject | undefined): JsonObject {
  const common = commonParts(exchange)
  return {
    ...common,
    queryStringParameters: orNull(common.queryStringParameters),
    multiValueQueryStringParameters: orNull(common.multiValueQueryStringParameters),
    pathParameters: orNull(common.pathParameters),
    stageVariables: null,
    requestContext: requestContext(exchange, authorizer),
    body: body === '' ? null : body,
    isBase64Encoded: false,
  }
}

/** The event of a REQUEST authorizer: the same call without its body, and with empty objects for null. */
export function authorizerEvent(exchange: Exchange, methodArn: string): JsonObject {
  return {
    type: 'REQUEST',
    methodArn,
    ...commonParts(exchange),
    stageVariables: {},
    requestContext: requestContext(exchange),
  }
}

function commonParts(exchange: Exchange) {
  const names = [...new Set(exchange.query.keys())]
  return {
    resource: exchange.resource.path,
    path: exchange.path,
    httpMethod: exchange.method,
    headers: Object.fromEntries([...exchange.headers].map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(exchange.headers),
    queryStringParameters: Object.fromEntries(
      names.map((name) => [name, exchange.query.getAll(name).at(-1)]),
    ),
    multiValueQueryStringParameters: Object.fromEntries(
      names.map((name) => [name, exchange.query.getAll(name)]),
    ),
    pathParameters: pathParameters(exchange),
  }
}

/** As they were sent: REST APIs do not decode what is in the path (HTTP APIs do). */
function pathParameters({ resource, path }: Exchange): Record<string, string> {
  const sent = path.split('/')
  const parameters = resource.path.split('/').flatMap((part, index): [string, string][] => {
    const name = /^\{(.+?)(\+?)\}$/.exec(part)
    if (name?.[1] === undefined) return []
    const greedy = name[2] === '+'
    return [[name[1], greedy ? sent.slice(index).join('/') : (sent[index] ?? '')]]
  })
  return Object.fromEntries(parameters)
}

function orNull<Value extends object>(value: Value): Value | null {
  return Object.keys(value).length === 0 ? null : value
}

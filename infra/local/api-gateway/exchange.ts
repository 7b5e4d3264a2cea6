import type { IncomingMessage } from 'node:http'
import type { JsonObject } from '../json.ts'
import type { Place } from '../template/identities.ts'
import type { RestApiDescription, Route } from '../template/rest-api.ts'

/** One request on its way through the gateway, in the words of API Gateway's `$context`. */
export interface Exchange {
  readonly requestId: string
  readonly method: string
  /** As it was sent, without the stage: `/things/a%20b/`. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** What the path leads to; empty when it leads nowhere. */
  readonly resource: { readonly id: string; readonly path: string }
  readonly stage: string
  readonly apiId: string
  readonly accountId: string
  readonly receivedAt: Date
}

export function exchangeOf(
  request: IncomingMessage,
  url: { readonly pathname: string; readonly query: URLSearchParams },
  route: Route | undefined,
  { api, place }: { readonly api: RestApiDescription; readonly place: Place },
): Exchange {
  return {
    requestId: crypto.randomUUID(),
    method: request.method ?? 'GET',
    path: url.pathname.slice(api.stage.length + 1),
    query: url.query,
    headers: headersOf(request),
    resource: { id: route?.resourceId ?? '', path: route?.path ?? '' },
    stage: api.stage,
    apiId: api.id,
    accountId: place.accountId,
    receivedAt: new Date(),
  }
}

/** The last value of a header, in whatever case it was sent. */
export function headerOf(exchange: Exchange, name: string): string | undefined {
  const wanted = name.toLowerCase()
  for (const [sent, values] of exchange.headers) {
    if (sent.toLowerCase() === wanted) return values.at(-1)
  }
  return undefined
}

export function requestContext(exchange: Exchange, authorizer?: JsonObject): JsonObject {
  const host = headerOf(exchange, 'host') ?? ''
  return {
    accountId: exchange.accountId,
    apiId: exchange.apiId,
    ...(authorizer === undefined ? {} : { authorizer }),
    deploymentId: 'local',
    // With its port, which no domain on AWS has: links made from it lead back here.
    domainName: host,
    domainPrefix: host.split('.')[0] ?? host,
    extendedRequestId: exchange.requestId,
    httpMethod: exchange.method,
    identity: { ...NOBODY, sourceIp: '127.0.0.1', userAgent: headerOf(exchange, 'user-agent') ?? null },
    path: `/${exchange.stage}${exchange.path}`,
    protocol: 'HTTP/1.1',
    requestId: exchange.requestId,
    requestTime: exchange.receivedAt.toUTCString(),
    requestTimeEpoch: exchange.receivedAt.getTime(),
    resourceId: exchange.resource.id,
    resourcePath: exchange.resource.path,
    stage: exchange.stage,
  }
}

const NOBODY = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
}

/** Between two machines only; API Gateway ends the connection and these with it. */
const HOP_BY_HOP = new Set(['connection', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade'])

function headersOf(request: IncomingMessage): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(at, at + 2)
    if (!HOP_BY_HOP.has(name.toLowerCase())) headers.set(name, [...(headers.get(name) ?? []), value])
  }
  headers.set('X-Forwarded-For', ['127.0.0.1'])
  headers.set('X-Forwarded-Port', [String(request.socket.localPort)])
  headers.set('X-Forwarded-Proto', ['http'])
  return headers
}

import { randomUUID } from 'node:crypto'
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda'

export interface ApiRequest {
  readonly organization: string
  readonly id?: string
  /** What else stands in the path, by name. */
  readonly path?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Sent as it stands, for bodies that are not JSON. */
  readonly rawBody?: string
  readonly query?: Readonly<Record<string, string | readonly string[]>>
  readonly headers?: Readonly<Record<string, string>>
  readonly method?: string
  readonly userId?: string
  /** What the authorizer's context says besides who is calling. */
  readonly authorizer?: Readonly<Record<string, string>>
  /** The organization named in the path, where it is not the caller's. */
  readonly pathOrganization?: string
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number | boolean>>
  /** As a client reads it: tests judge its shape. */
  readonly body: any
  readonly text: string
}

type Handler = (event: APIGatewayProxyEvent, context: Context) => unknown

/** Calls an endpoint's handler as API Gateway does, after the authorizer let the call pass. */
export async function call(handler: Handler, request: ApiRequest): Promise<ApiAnswer> {
  const result = (await handler(proxyEvent(request), {} as Context)) as APIGatewayProxyResult
  return {
    status: result.statusCode,
    headers: result.headers ?? {},
    text: result.body,
    body: result.body && !isFile(result) ? JSON.parse(result.body) : undefined,
  }
}

const isFile = ({ headers }: APIGatewayProxyResult): boolean =>
  String(headers?.['Content-Type']).startsWith('text/csv')

function proxyEvent(request: ApiRequest): APIGatewayProxyEvent {
  const organizationId = request.pathOrganization ?? request.organization
  const query = Object.entries(request.query ?? {}).map(([name, value]) => [name, [value].flat()] as const)
  const body = request.rawBody ?? (request.body === undefined ? null : JSON.stringify(request.body))
  return {
    body,
    headers: headersOf(request, body !== null),
    multiValueHeaders: {},
    httpMethod: request.method ?? 'POST',
    isBase64Encoded: false,
    path: `/organizations/${organizationId}`,
    pathParameters: {
      organizationId,
      ...request.path,
      ...(request.id !== undefined && { id: encodeURIComponent(request.id) }),
    },
    queryStringParameters:
      query.length === 0 ? null : Object.fromEntries(query.map(([name, all]) => [name, all.at(-1)])),
    multiValueQueryStringParameters:
      query.length === 0 ? null : Object.fromEntries(query.map(([n, all]) => [n, [...all]])),
    stageVariables: null,
    resource: '',
    requestContext: {
      requestId: randomUUID(),
      domainName: 'api.test',
      path: `/v1/organizations/${organizationId}`,
      authorizer: {
        organizationId: request.organization,
        userId: request.userId ?? 'usr_test',
        ...request.authorizer,
      },
    } as unknown as APIGatewayProxyEvent['requestContext'],
  }
}

/** Header names as the request has them; its own Content-Type replaces ours, however it is written. */
function headersOf({ headers = {} }: ApiRequest, hasBody: boolean): Record<string, string> {
  const typed = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  return { ...(hasBody && !typed && { 'Content-Type': 'application/json' }), Host: 'api.test', ...headers }
}

import * as z from 'zod'
import { type Resource, type Resources, withoutEffect } from './resources.ts'

export interface RestApiDescription {
  readonly id: string
  readonly stage: string
  readonly routes: readonly Route[]
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponse>
}

export interface Route {
  readonly method: string
  /** As API Gateway writes it: `/things/{id}`. */
  readonly path: string
  readonly resourceId: string
  readonly functionArn: string
  readonly timeoutMs: number
  readonly authorizer: AuthorizerDescription | undefined
}

export interface AuthorizerDescription {
  readonly functionArn: string
  /** `method.request.header.Authorization`: a call that lacks one of them is refused unasked. */
  readonly identitySources: readonly string[]
}

export interface GatewayResponse {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly template: string | undefined
}

/** The one REST API of the stacks, if there is one. */
export function restApiOf(resources: Resources): RestApiDescription | undefined {
  const [api, another] = resources.ofType('AWS::ApiGateway::RestApi', RestApi)
  const [stage] = resources.ofType('AWS::ApiGateway::Stage', Stage)
  if (another !== undefined) throw new Error('The local stack serves one REST API')
  if (api === undefined || stage === undefined) return undefined
  const paths = pathsOf(resources.ofType('AWS::ApiGateway::Resource', ApiResource), api)
  const authorizers = new Map(
    resources
      .ofType('AWS::ApiGateway::Authorizer', Authorizer)
      .map(({ ref, properties }) => [
        ref,
        { functionArn: functionIn(properties.AuthorizerUri), identitySources: properties.IdentitySource },
      ]),
  )
  const routes = resources.ofType('AWS::ApiGateway::Method', Method).map(({ properties }) => ({
    method: properties.HttpMethod,
    path: paths(properties.ResourceId),
    resourceId: properties.ResourceId,
    functionArn: functionIn(properties.Integration.Uri),
    timeoutMs: properties.Integration.TimeoutInMillis,
    authorizer: properties.AuthorizerId === undefined ? undefined : authorizers.get(properties.AuthorizerId),
  }))
  return { id: api.ref, stage: stage.ref, routes, gatewayResponses: gatewayResponsesOf(resources) }
}

function pathsOf(
  parts: Resource<z.infer<typeof ApiResource>>[],
  api: { attributes: Record<string, string> },
) {
  const byId = new Map(parts.map(({ ref, properties }) => [ref, properties]))
  const pathTo = (id: string): string => {
    if (id === api.attributes['RootResourceId']) return ''
    const part = byId.get(id)
    if (part === undefined) throw new Error(`There is no API resource ${id}`)
    return `${pathTo(part.ParentId)}/${part.PathPart}`
  }
  return (id: string) => pathTo(id) || '/'
}

/** `…:lambda:path/2015-03-31/functions/<arn>/invocations` */
function functionIn(uri: string): string {
  const arn = /\/functions\/([^/]+)\/invocations$/.exec(uri)?.[1]
  if (arn === undefined) throw new Error(`${uri} names no function`)
  return arn
}

function gatewayResponsesOf(resources: Resources): Map<string, GatewayResponse> {
  return new Map(
    resources.ofType('AWS::ApiGateway::GatewayResponse', GatewayResponse).map(({ properties }) => [
      properties.ResponseType,
      {
        status: properties.StatusCode,
        headers: properties.ResponseParameters,
        template: properties.ResponseTemplates['application/json'],
      },
    ]),
  )
}

const RestApi = z.strictObject(
  withoutEffect('ApiKeySourceType', 'Description', 'EndpointConfiguration', 'Name', 'Tags'),
)

const Stage = z.strictObject({
  ...withoutEffect(
    'AccessLogSetting',
    'DeploymentId',
    'MethodSettings', // logs, metrics, and a throttle that no test could rely on
    'RestApiId',
    'StageName',
    'Tags',
    'TracingEnabled',
  ),
})

const ApiResource = z.strictObject({
  ParentId: z.string(),
  PathPart: z.string(),
  ...withoutEffect('RestApiId'),
})

/** Results are never kept: two alternative credentials cannot both be part of a key (design §9). */
const Authorizer = z.strictObject({
  Type: z.literal('REQUEST'),
  AuthorizerUri: z.string(),
  AuthorizerResultTtlInSeconds: z.literal(0),
  IdentitySource: z
    .string()
    .default('')
    .transform((sources) => sources.split(',').filter((source) => source !== '')),
  ...withoutEffect('Name', 'RestApiId'),
})

/** API Gateway waits 29 s unless told otherwise. */
const Method = z
  .strictObject({
    HttpMethod: z.string(),
    ResourceId: z.string(),
    AuthorizationType: z.enum(['CUSTOM', 'NONE']),
    AuthorizerId: z.string().optional(),
    ApiKeyRequired: z.literal(false).optional(),
    Integration: z.strictObject({
      Type: z.literal('AWS_PROXY'),
      IntegrationHttpMethod: z.literal('POST'),
      Uri: z.string(),
      TimeoutInMillis: z.number().default(29_000),
    }),
    ...withoutEffect('OperationName', 'RestApiId'),
  })
  .refine((method) => (method.AuthorizationType === 'CUSTOM') === (method.AuthorizerId !== undefined))

const GatewayResponse = z.strictObject({
  ResponseType: z.string(),
  StatusCode: z.coerce.number().optional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: z.strictObject({ 'application/json': z.string().optional() }).default({}),
  ...withoutEffect('RestApiId'),
})

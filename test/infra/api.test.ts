import { globSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { functionDefinitions, functionName } from '../../infra/functions.ts'
import { BASE_PATH, OPERATIONS } from '../../shared/contracts/operations.ts'
import { propertiesOf, referred, resourcesOf, synthesizedTemplates, type Template } from './templates.ts'

let service: Template
let api: Template

beforeAll(async () => {
  ;({ service, api } = await synthesizedTemplates('local', { rateLimit: 3 }))
})

const Method = z.object({ HttpMethod: z.string(), ResourceId: z.unknown(), OperationName: z.string() })
const PathPart = z.object({ PathPart: z.string(), ParentId: z.unknown() })

/** The path of an API Gateway resource, up to the root. */
function pathOf(id: string | undefined): string {
  const resource = api.Resources[id ?? '']
  if (resource?.Type !== 'AWS::ApiGateway::Resource') return ''
  const { PathPart: part, ParentId } = PathPart.parse(resource.Properties)
  return `${pathOf(referred(ParentId))}/${part}`
}

describe('the routes', () => {
  it('are the operations of the contract, each below the organization', () => {
    const routes = propertiesOf(api, 'AWS::ApiGateway::Method').map((properties) => {
      const { OperationName, HttpMethod, ResourceId } = Method.parse(properties)
      return [OperationName, `${HttpMethod} ${pathOf(referred(ResourceId))}`]
    })
    const published = Object.entries(OPERATIONS).map(([id, route]) => [
      id,
      route.replace(' ', ` ${BASE_PATH}`),
    ])
    expect(Object.fromEntries(routes)).toEqual(Object.fromEntries(published))
  })

  it('all ask the authorizer, which nothing caches', () => {
    const [authorizer] = Object.keys(resourcesOf(api, 'AWS::ApiGateway::Authorizer'))
    for (const method of propertiesOf(api, 'AWS::ApiGateway::Method'))
      expect(method).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: authorizer } })
    const [properties] = propertiesOf(api, 'AWS::ApiGateway::Authorizer')
    expect(properties).toMatchObject({ Type: 'REQUEST', AuthorizerResultTtlInSeconds: 0 })
    expect(properties).not.toHaveProperty('IdentitySource')
  })

  it('give the authorizer the limits of the stage', () => {
    const authorizers = propertiesOf(service, 'AWS::Lambda::Function').filter(
      ({ FunctionName }) => FunctionName === 'payout-desk-local-authorizer-authorizer',
    )
    expect(authorizers).toMatchObject([
      { Environment: { Variables: { RATE_LIMIT: '3', RATE_WINDOW_SECONDS: '600' } } },
    ])
  })
})

describe('the functions', () => {
  it('deployed are those in functions/ that have a handler', () => {
    const handlers = globSync('functions/**/*.ts')
      .filter((file) => /^export (const|async function|function) handler\b/m.test(readFileSync(file, 'utf8')))
      .map((file) => file.replace(/^functions\//, '').replace(/\.ts$/, ''))
    expect(
      functionDefinitions()
        .map(({ file }) => file)
        .sort(),
    ).toEqual(handlers.sort())
  })

  it('are called after their file and the stage', () => {
    const names = propertiesOf(service, 'AWS::Lambda::Function').map(({ FunctionName }) => FunctionName)
    const declared = functionDefinitions().map(
      (definition) => `payout-desk-local-${functionName(definition)}`,
    )
    expect(new Set(names)).toEqual(new Set(declared))
    expect(declared.filter((name) => name.length > 64)).toEqual([])
  })
})

const GatewayResponse = z.object({
  ResponseType: z.string(),
  StatusCode: z.string(),
  ResponseParameters: z.record(z.string(), z.string()),
  ResponseTemplates: z.object({ 'application/json': z.string() }),
})

function gatewayAnswers() {
  const responses = propertiesOf(api, 'AWS::ApiGateway::GatewayResponse').map((it) =>
    GatewayResponse.parse(it),
  )
  return Object.fromEntries(
    responses.map(({ ResponseType, StatusCode, ResponseParameters, ResponseTemplates }) => [
      ResponseType,
      {
        status: StatusCode,
        headers: ResponseParameters,
        body: filled(ResponseTemplates['application/json']),
      },
    ]),
  )
}

/** As API Gateway fills it: by text, whatever stands around. */
const filled = (template: string) =>
  z
    .record(z.string(), z.unknown())
    .parse(
      JSON.parse(
        template.replaceAll(/\$context\.requestId/g, 'c0ffee').replaceAll(/\$context\.[\w.]+/g, 'because'),
      ),
    )

describe('what API Gateway answers by itself', () => {
  it('covers every type of its errors', () => {
    const documented =
      'ACCESS_DENIED API_CONFIGURATION_ERROR AUTHORIZER_CONFIGURATION_ERROR AUTHORIZER_FAILURE BAD_REQUEST_BODY ' +
      'BAD_REQUEST_PARAMETERS DEFAULT_4XX DEFAULT_5XX EXPIRED_TOKEN INTEGRATION_FAILURE INTEGRATION_TIMEOUT ' +
      'INVALID_API_KEY INVALID_SIGNATURE MISSING_AUTHENTICATION_TOKEN QUOTA_EXCEEDED REQUEST_TOO_LARGE ' +
      'RESOURCE_NOT_FOUND THROTTLED UNAUTHORIZED UNSUPPORTED_MEDIA_TYPE WAF_FILTERED'
    expect(Object.keys(gatewayAnswers()).sort()).toEqual(documented.split(' '))
  })

  it('is a problem like any other, with the id of the request', () => {
    for (const { status, headers, body } of Object.values(gatewayAnswers())) {
      expect(headers['gatewayresponse.header.Content-Type']).toBe("'application/json'")
      expect(Object.keys(body)).toEqual(['type', 'title', 'status', 'detail', 'instance'])
      expect(body).toMatchObject({ status: Number(status), instance: 'urn:uuid:c0ffee' })
      expect(body.detail).toMatch(/./)
      expect(body.type).toMatch(/^(urn:payout-desk:problem:[a-z-]+|about:blank)$/)
    }
  })

  it.each([
    ['UNAUTHORIZED', 401],
    ['ACCESS_DENIED', 403],
    ['MISSING_AUTHENTICATION_TOKEN', 404],
    ['RESOURCE_NOT_FOUND', 404],
    ['REQUEST_TOO_LARGE', 413],
    ['UNSUPPORTED_MEDIA_TYPE', 415],
    ['BAD_REQUEST_BODY', 400],
    ['AUTHORIZER_FAILURE', 503],
    ['INTEGRATION_TIMEOUT', 504],
    ['DEFAULT_5XX', 500],
  ])('answers %s with %i', (type, status) => {
    expect(gatewayAnswers()[type]?.body).toMatchObject({ status })
  })

  it('tells why the authorizer denied, and how to authenticate', () => {
    const { ACCESS_DENIED, UNAUTHORIZED } = gatewayAnswers()
    expect(ACCESS_DENIED?.body).toMatchObject({ detail: 'because' })
    expect(UNAUTHORIZED?.headers).toHaveProperty('gatewayresponse.header.WWW-Authenticate')
  })

  it.each(['THROTTLED', 'QUOTA_EXCEEDED'])('answers %s with exactly the published body', (type) => {
    expect(gatewayAnswers()[type]).toMatchObject({ headers: { 'gatewayresponse.header.Retry-After': "'1'" } })
    expect(gatewayAnswers()[type]?.body).toEqual({
      type: 'about:blank',
      title: 'Rate Limit Exceeded',
      status: 429,
      detail:
        'A request cannot be executed because the user has sent too many requests within a certain period of time',
      instance: 'urn:uuid:c0ffee',
    })
  })
})

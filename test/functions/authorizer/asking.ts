import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda'
import { createKey } from '../../../infra/admin/keys.ts'
import { createOrganization } from '../../../infra/admin/organizations.ts'
import { BASE_PATH, OPERATIONS, type OperationId } from '../../../shared/contracts/operations.ts'
import { startTestTable, type TestTable } from '../../harness/table.ts'

/** The authorizer over a table of its own; what it is asked is what API Gateway asks. */
export interface Authorizer {
  readonly table: TestTable
  ask(operation: OperationId, headers: Record<string, string> | null): Promise<APIGatewayAuthorizerResult>
  askRoute(method: string, resourcePath: string, headers: Record<string, string>): Promise<Answer>
}

type Answer = APIGatewayAuthorizerResult

export async function startAuthorizer(environment: Record<string, string> = {}): Promise<Authorizer> {
  const table = await startTestTable()
  Object.assign(process.env, {
    JWT_ISSUER: '',
    JWT_AUDIENCE: '',
    JWKS_URL: '',
    RATE_LIMIT: '1000',
    RATE_WINDOW_SECONDS: '600',
    ...environment,
  })
  const { handler } = await import('../../../functions/authorizer/authorizer.ts')
  return {
    table,
    ask: (operation, headers) => {
      const [method = '', path = ''] = OPERATIONS[operation].split(' ')
      return handler(event(method, `${BASE_PATH}${path}`, headers))
    },
    askRoute: (method, resourcePath, headers) => handler(event(method, resourcePath, headers)),
  }
}

/** A new organization with one key. */
export async function newCaller(table: TestTable, permissions: readonly string[] = ['*'], more: object = {}) {
  const { organizationId } = await createOrganization(table.as('any'), 'Test')
  const key = await createKey(table.as('any'), { organizationId, userId: 'usr_ann', permissions, ...more })
  return { organizationId, key, headers: { 'REB-APIKEY': key.apiKey } }
}

export const effectOf = ({ policyDocument }: Answer): string =>
  policyDocument.Statement.map(({ Effect }) => Effect).join()

export const METHOD_ARN = 'arn:aws:execute-api:eu-west-1:123456789012:api/v1/POST/x'

const event = (httpMethod: string, resourcePath: string, headers: Record<string, string> | null) =>
  ({
    type: 'REQUEST',
    methodArn: METHOD_ARN,
    httpMethod,
    headers,
    requestContext: { resourcePath, httpMethod },
  }) as unknown as APIGatewayRequestAuthorizerEvent

import * as z from 'zod'
import type { JsonObject } from '../json.ts'
import type { Lambdas } from '../lambda/lambdas.ts'
import type { AuthorizerDescription } from '../template/rest-api.ts'
import { authorizerEvent } from './event.ts'
import { type Exchange, headerOf } from './exchange.ts'
import { GatewayError } from './gateway-error.ts'

/** Asks the authorizer's function; resolves to the context it gives the call, or throws what the gateway answers. */
export async function authorize(
  exchange: Exchange,
  authorizer: AuthorizerDescription,
  lambdas: Lambdas,
  region: string,
): Promise<JsonObject> {
  if (!authorizer.identitySources.every((source) => hasIdentity(exchange, source))) {
    throw new GatewayError('UNAUTHORIZED')
  }
  const methodArn = `arn:aws:execute-api:${region}:${exchange.accountId}:${exchange.apiId}/${exchange.stage}/${exchange.method}${exchange.path}`
  const event = JSON.stringify(authorizerEvent(exchange, methodArn))
  const name = authorizer.functionArn.split(':').at(-1) ?? ''
  const result = await lambdas.invoke(name, event)
  if ('error' in result) {
    const refused = result.error.errorMessage === 'Unauthorized'
    throw new GatewayError(refused ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE')
  }
  const answer = AuthorizerAnswer.safeParse(JSON.parse(result.payload))
  if (!answer.success) throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR')
  const context = asText(answer.data.context)
  demandAllow(answer.data.policyDocument.Statement, methodArn, context)
  return { ...context, principalId: answer.data.principalId, integrationLatency: 0 }
}

function hasIdentity(exchange: Exchange, source: string): boolean {
  const [, , kind, name = ''] = source.split('.')
  if (kind === 'header') return (headerOf(exchange, name) ?? '') !== ''
  if (kind === 'querystring') return (exchange.query.get(name) ?? '') !== ''
  throw new Error(`The local stack does not know the identity source ${source}`)
}

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())])

const AuthorizerAnswer = z.object({
  principalId: z.string(),
  policyDocument: z.object({
    Version: z.string().optional(),
    Statement: z.array(
      z.object({ Effect: z.enum(['Allow', 'Deny']), Action: oneOrMore, Resource: oneOrMore }),
    ),
  }),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullish(),
})

type Statement = z.infer<typeof AuthorizerAnswer>['policyDocument']['Statement'][number]

/** Functions and templates see text only. */
function asText(context: z.infer<typeof AuthorizerAnswer>['context']): Record<string, string> {
  const known = Object.entries(context ?? {}).filter(([, value]) => value !== null)
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]))
}

function demandAllow(statements: readonly Statement[], methodArn: string, authorizer: JsonObject): void {
  const effects = statements
    .filter(({ Action, Resource }) => matches(Action, 'execute-api:Invoke') && matches(Resource, methodArn))
    .map(({ Effect }) => Effect)
  if (effects.includes('Deny')) throw new GatewayError('ACCESS_DENIED', { authorizer })
  if (effects.includes('Allow')) return
  const message = 'User is not authorized to access this resource'
  throw new GatewayError('ACCESS_DENIED', { message, authorizer })
}

function matches(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) =>
    new RegExp(`^${RegExp.escape(pattern).replaceAll('\\*', '.*').replaceAll('\\?', '.')}$`).test(text),
  )
}

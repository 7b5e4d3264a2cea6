import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda'
import { permits } from '../../shared/domain/api-key.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { ownerOfKey } from './api-keys.ts'
import { type Caller, credentialIn } from './credential.ts'
import { operationOf } from './operation.ts'
import { rateOf } from './rate.ts'
import { subjectOfToken } from './tokens.ts'

// Asked before every call: who is calling, of which organization, and may they? (design §9)
// API Gateway makes 401 of an error 'Unauthorized', 403 of a Deny, and 503 of any other error.
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const at = systemClock.now()
  const caller = await callerOf(event, at)
  if (!caller) throw new Error('Unauthorized')

  const operation = operationOf(event)
  if (!operation) return deny(event, caller, 'There is no such operation.')
  if (!permits(caller.permissions, operation))
    return deny(event, caller, `The credential lacks the permission ${operation}.`)

  return allow(event, caller, await rateOf(caller.organizationId, operation, at))
}

async function callerOf(
  { headers }: APIGatewayRequestAuthorizerEvent,
  at: Date,
): Promise<Caller | undefined> {
  const credential = credentialIn(headers ?? {})
  if (credential?.kind === 'api-key') return ownerOfKey(credential, at)
  return credential && subjectOfToken(credential.token, at)
}

const allow = (
  event: APIGatewayRequestAuthorizerEvent,
  caller: Caller,
  rate: Readonly<Record<string, string>>,
): APIGatewayAuthorizerResult => answer('Allow', event, caller, rate)

/** The reason is pasted into a JSON answer as it is: our own words, no quotes (infra/constructs/gateway-responses.ts). */
const deny = (
  event: APIGatewayRequestAuthorizerEvent,
  caller: Caller,
  denyReason: string,
): APIGatewayAuthorizerResult => answer('Deny', event, caller, { denyReason })

const answer = (
  Effect: 'Allow' | 'Deny',
  { methodArn }: APIGatewayRequestAuthorizerEvent,
  { organizationId, userId, credentialId }: Caller,
  context: Readonly<Record<string, string>>,
): APIGatewayAuthorizerResult => ({
  principalId: userId,
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect, Action: 'execute-api:Invoke', Resource: methodArn }],
  },
  context: { organizationId, userId, credentialId, ...context },
})

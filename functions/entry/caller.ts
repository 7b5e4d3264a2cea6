import type { APIGatewayProxyEvent } from 'aws-lambda'
import * as z from 'zod'
import { organizationBase } from '../../shared/contracts/links.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { environment } from '../../shared/runtime/environment.ts'

export interface Caller {
  readonly organization: string
  readonly userId: string
  /** The API key's, or what its issuer calls the token. */
  readonly credentialId: string
}

/** What the authorizer passes on; API Gateway makes strings of everything. */
export const AuthorizerContext = z.object({
  organizationId: z.string().min(1),
  userId: z.string().min(1),
  credentialId: z.string().default(''),
  rateLimit: z.coerce.number().optional(),
  rateRemaining: z.coerce.number().optional(),
  rateReset: z.coerce.number().optional(),
  rateExceeded: z.enum(['true', 'false']).optional(),
})

/** The organization is the credential's. The one in the path is only compared with it: a foreign one is unknown. */
export function callerOf(event: APIGatewayProxyEvent): Caller {
  const { organizationId, userId, credentialId } = AuthorizerContext.parse(event.requestContext.authorizer)
  if (pathParameter(event, 'organizationId') !== organizationId)
    throw new Refusal('not-found', { detail: 'There is no organization with this id.' })
  return { organization: organizationId, userId, credentialId }
}

/** Where this organization's resources stand for the caller: the stage's public URL, else the host and prefix called. */
export function baseUrl(
  { requestContext, path, headers }: APIGatewayProxyEvent,
  organization: string,
): string {
  const configured = environment('PUBLIC_BASE_URL')
  if (configured) return organizationBase(configured, organization)
  const host = requestContext.domainName ?? header(headers, 'Host') ?? 'localhost'
  const protocol = header(headers, 'X-Forwarded-Proto') ?? 'https'
  const prefix = requestContext.path.slice(0, Math.max(0, requestContext.path.lastIndexOf(path)))
  return organizationBase(`${protocol}://${host}${prefix}`, organization)
}

/** REST APIs hand path parameters over percent-encoded; one that cannot be decoded is nobody's id. */
export function pathParameter({ pathParameters }: APIGatewayProxyEvent, name: string): string {
  try {
    return decodeURIComponent(pathParameters?.[name] ?? '')
  } catch {
    return ''
  }
}

export function header(headers: APIGatewayProxyEvent['headers'], name: string): string | undefined {
  const wanted = name.toLowerCase()
  return Object.entries(headers).find(([key]) => key.toLowerCase() === wanted)?.[1]
}

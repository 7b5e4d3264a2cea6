import type { APIGatewayRequestAuthorizerEventHeaders as Headers } from 'aws-lambda'
import { readApiKey } from '../../shared/domain/api-key.ts'

export type Credential =
  | { readonly kind: 'api-key'; readonly keyId: string; readonly secret: string }
  | { readonly kind: 'token'; readonly token: string }

/** Whom a valid credential speaks for. */
export interface Caller {
  readonly organizationId: string
  readonly userId: string
  /** Which credential it was, for the access log; no secret. */
  readonly credentialId: string
  readonly permissions: readonly string[]
}

/** `REB-APIKEY: sk_…` or `Authorization: Bearer …`; who sends both is judged by the key alone. */
export function credentialIn(headers: Headers): Credential | undefined {
  const apiKey = valueOf(headers, 'reb-apikey')
  if (apiKey) {
    const key = readApiKey(apiKey)
    return key && { kind: 'api-key', ...key }
  }
  const token = /^Bearer +(\S+)$/i.exec(valueOf(headers, 'authorization'))?.[1]
  return token === undefined ? undefined : { kind: 'token', token }
}

const valueOf = (headers: Headers, name: string): string =>
  Object.entries(headers)
    .find(([key]) => key.toLowerCase() === name)?.[1]
    ?.trim() ?? ''

import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { isWellFormedId } from '../../shared/domain/identifiers.ts'
import { environment } from '../../shared/runtime/environment.ts'
import { log } from '../../shared/runtime/log.ts'
import type { Caller } from './credential.ts'

/** Whom a JSON Web Token speaks for; undefined for one that is not valid here, and for all while the stage takes none. */
export async function subjectOfToken(token: string, at: Date): Promise<Caller | undefined> {
  const jwksUrl = environment('JWKS_URL')
  if (jwksUrl === '') return undefined
  try {
    const { payload } = await jwtVerify(token, keysAt(jwksUrl), { ...demands(), currentDate: at })
    return callerIn(payload)
  } catch (error) {
    if (!(error instanceof errors.JOSEError) || OUR_TROUBLE.includes(error.code)) throw error
    log.info('A token was refused', { reason: error.code, detail: error.message })
    return undefined
  }
}

/** Every demand is given: jose's defaults accept any issuer and audience, and tokens that never expire. */
const demands = () => ({
  algorithms: ['RS256', 'ES256'],
  issuer: environment('JWT_ISSUER'),
  audience: environment('JWT_AUDIENCE'),
  requiredClaims: ['exp', 'sub', 'organizationId'],
})

/** Not the token's fault: the issuer's keys could not be had. The call is answered 503 and may be sent again. */
const OUR_TROUBLE: readonly string[] = [
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JOSEError.code, // how jose says that the address answered something else than 200 and JSON
]

/** Keys are fetched again after 10 minutes, and for an unknown key id at most every 30 s. */
function keysAt(jwksUrl: string): JWTVerifyGetKey {
  keys ??= createRemoteJWKSet(new URL(jwksUrl), {
    cacheMaxAge: 600_000,
    cooldownDuration: 30_000,
    timeoutDuration: 3_000,
  })
  return keys
}

let keys: JWTVerifyGetKey | undefined

/** Its organization leads every key of the table, and its user is written into the access log. */
function callerIn({ sub, organizationId, permissions, jti }: JWTPayload): Caller | undefined {
  if (typeof organizationId !== 'string' || !isWellFormedId(organizationId)) return undefined
  if (!isName(sub)) return undefined
  return {
    organizationId,
    userId: sub,
    credentialId: isName(jti) ? jti : 'token',
    permissions: Array.isArray(permissions) ? permissions.filter((name) => typeof name === 'string') : [],
  }
}

/** Issuers name users as they like, such as `auth0|5f7c`; jose checks no types, and a quote would break the log. */
const isName = (claim: unknown): claim is string =>
  typeof claim === 'string' && /^[^\p{C}"\\]{1,255}$/u.test(claim)

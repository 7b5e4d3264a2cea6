import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import * as z from 'zod'
import { closeServer, listen } from './http-server.ts'

/** The issuer of the local stack's tokens: a key pair of its own, whose public half it serves to the authorizer. */
export interface LocalIssuer {
  /** For the functions of the stack. */
  readonly environment: Readonly<Record<'JWT_ISSUER' | 'JWT_AUDIENCE' | 'JWKS_URL', string>>
  /** The private half, for `admin token`. */
  readonly signingKey: JWK
  stop(): Promise<void>
}

/** With a data directory the key is kept, so that tokens outlive a restart. */
export async function startLocalIssuer(options: { dataDirectory?: string } = {}): Promise<LocalIssuer> {
  const signingKey = await keyIn(options.dataDirectory)
  const { d: _, ...publicKey } = signingKey
  const keySet = JSON.stringify({ keys: [publicKey] })
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/jwk-set+json' }).end(keySet)
  })
  const port = await listen(server, 0)
  return {
    environment: {
      JWT_ISSUER: ISSUER,
      JWT_AUDIENCE: AUDIENCE,
      JWKS_URL: `http://127.0.0.1:${port}/jwks.json`,
    },
    signingKey,
    stop: () => closeServer(server),
  }
}

export interface TokenClaims {
  readonly organizationId: string
  readonly userId: string
  readonly permissions: readonly string[]
  readonly expiresTime: Date
}

export const signLocalToken = (signingKey: JWK, claims: TokenClaims): Promise<string> =>
  new SignJWT({ organizationId: claims.organizationId, permissions: claims.permissions })
    .setProtectedHeader({ alg: ALGORITHM, kid: String(signingKey.kid) })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(claims.userId)
    .setIssuedAt()
    .setExpirationTime(claims.expiresTime)
    .sign(signingKey)

const ISSUER = 'payout-desk-local'
const AUDIENCE = 'payout-desk'
const ALGORITHM = 'ES256'

async function keyIn(directory: string | undefined): Promise<JWK> {
  if (directory === undefined) return newKey()
  const file = join(directory, 'local-issuer.json')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text !== undefined) return SigningKey.parse(JSON.parse(text))
  const key = await newKey()
  await mkdir(directory, { recursive: true })
  await writeFile(file, JSON.stringify(key), { mode: 0o600 })
  return key
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true })
  return { ...(await exportJWK(privateKey)), alg: ALGORITHM, kid: crypto.randomUUID() }
}

const SigningKey = z.looseObject({ kty: z.string(), kid: z.string(), d: z.string() })

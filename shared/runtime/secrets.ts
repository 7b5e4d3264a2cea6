import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 bits of chance as 43 characters: nobody guesses it, so a plain hash hides it (no salt, no slow hash). */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** 256 bits for signing, in the form of Standard Webhooks. */
export const newSigningSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Takes the same time whatever the secret is; without a hash it does the same work and says no. */
export function isSecretOf(secret: string, hash: string | undefined): boolean {
  const expected = Buffer.from(hash ?? NOBODYS_HASH, 'hex')
  const given = Buffer.from(hashOf(secret), 'hex')
  return expected.length === given.length && timingSafeEqual(given, expected) && hash !== undefined
}

const NOBODYS_HASH = '0'.repeat(64)
